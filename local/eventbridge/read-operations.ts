import { AwsError } from '../errors.ts';
import type { Bus, Buses } from './buses.ts';
import { parsePattern } from './pattern.ts';
import type { Rule } from './rule.ts';

/** Operations that look at buses, rules and patterns. Each takes the request's members as they come. */

interface OnBus {
  readonly EventBusName?: string;
  readonly Name?: string;
  readonly NamePrefix?: string;
  readonly Rule?: string;
}

export type Authorize = (action: string, resource: string) => void;

export function listEventBuses(buses: Buses, authorize: Authorize, input: OnBus): Record<string, unknown> {
  authorize('events:ListEventBuses', '*');
  const found = buses.all().filter(({ name }) => name.startsWith(input.NamePrefix ?? ''));
  return { EventBuses: found.map(({ name, arn }) => ({ Name: name, Arn: arn })) };
}

export function describeEventBus(buses: Buses, authorize: Authorize, input: OnBus): Record<string, unknown> {
  authorize('events:DescribeEventBus', buses.arnOf(input.Name));
  const { name, arn } = busOf(buses, input.Name);
  return { Name: name, Arn: arn };
}

export function listRules(buses: Buses, authorize: Authorize, input: OnBus): Record<string, unknown> {
  authorize('events:ListRules', '*');
  const rules = [...busOf(buses, input.EventBusName).rules.values()];
  return { Rules: rules.filter(({ name }) => name.startsWith(input.NamePrefix ?? '')).map(ruleView) };
}

export function describeRule(buses: Buses, authorize: Authorize, input: OnBus): Record<string, unknown> {
  const rule = findRule(buses, input.EventBusName, input.Name);
  authorize('events:DescribeRule', rule.arn);
  return ruleView(rule);
}

export function listTargetsByRule(buses: Buses, authorize: Authorize, input: OnBus): Record<string, unknown> {
  const rule = findRule(buses, input.EventBusName, input.Rule);
  authorize('events:ListTargetsByRule', rule.arn);
  return { Targets: rule.targets.map(({ source }) => source) };
}

/** @throws AwsError InvalidEventPatternException, ValidationException */
export function testEventPattern(
  authorize: Authorize,
  input: { readonly EventPattern?: string; readonly Event?: string },
): Record<string, unknown> {
  authorize('events:TestEventPattern', '*');
  const pattern = parsePattern(input.EventPattern ?? '');
  const event = parsedEvent(input.Event ?? '');
  const missing = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'].find(
    (name) => !Object.hasOwn(event, name),
  );
  if (missing)
    throw new AwsError('ValidationException', `Parameter Event is not valid. Reason: ${missing} is missing.`);
  return { Result: pattern.matches(event) };
}

function parsedEvent(text: string): object {
  try {
    const event: unknown = JSON.parse(text);
    if (typeof event === 'object' && event !== null) return event;
  } catch {
    // Answered below.
  }
  throw new AwsError('ValidationException', 'Parameter Event is not valid.');
}

function ruleView(rule: Rule): Record<string, unknown> {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.patternSource,
    ScheduleExpression: rule.schedule?.source,
    State: rule.enabled ? 'ENABLED' : 'DISABLED',
    Description: rule.description,
    EventBusName: rule.bus,
    ManagedBy: rule.managedBy,
  };
}

function findRule(buses: Buses, busName: string | undefined, name = ''): Rule {
  const bus = busOf(buses, busName);
  const rule = bus.rules.get(name);
  if (rule) return rule;
  throw new AwsError('ResourceNotFoundException', `Rule ${name} does not exist on EventBus ${bus.name}.`);
}

function busOf(buses: Buses, name: string | undefined): Bus {
  const bus = buses.find(name);
  if (bus) return bus;
  throw new AwsError('ResourceNotFoundException', `Event bus ${name ?? 'default'} does not exist.`);
}
