import { AwsError, DeploymentError } from '../errors.ts';
import { physicalName } from '../iam/physical-name.ts';
import type { DeclaredResource } from '../service.ts';
import { isRecord } from './comparisons.ts';
import { parsePattern } from './pattern.ts';
import type { Pattern } from './pattern.ts';
import { ruleSchedule } from './rule-schedule.ts';
import type { RuleSchedule } from './rule-schedule.ts';
import { ruleTarget } from './rule-target.ts';
import type { RuleTarget } from './rule-target.ts';

export interface Rule {
  readonly name: string;
  readonly arn: string;
  readonly bus: string;
  readonly enabled: boolean;
  readonly description: string | undefined;
  /** The AWS service that made it; undefined: the account itself. */
  readonly managedBy: string | undefined;
  /** JSON. A rule has a pattern, a schedule, or both. */
  readonly patternSource: string | undefined;
  readonly pattern: Pattern | undefined;
  readonly schedule: RuleSchedule | undefined;
  readonly targets: readonly RuleTarget[];
}

const known = new Set([
  ...['Description', 'EventBusName', 'EventPattern', 'Name', 'RoleArn', 'ScheduleExpression', 'State', 'Tags'],
  'Targets',
]);
const states = ['ENABLED', 'DISABLED', 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS'];
const mostTargets = 5;
const longestPattern = 4096;

/**
 * Reads an `AWS::Events::Rule`.
 * @param arnPrefix `arn:aws:events:REGION:ACCOUNT:`
 * @throws DeploymentError for what AWS refuses or what isn't run here
 */
export function ruleOf(declared: DeclaredResource, arnPrefix: string): Rule {
  const { address, properties } = declared;
  const unknown = Object.keys(properties).find((name) => !known.has(name));
  if (unknown) throw new DeploymentError(`${address}: ${unknown} isn't run by the local EventBridge.`);
  const {
    EventBusName: bus = 'default',
    EventPattern: pattern,
    ScheduleExpression: schedule,
    State: state = 'ENABLED',
    Targets: targets,
  } = properties;
  if (pattern === undefined && schedule === undefined) {
    throw new DeploymentError(`${address}: Parameter(s) EventPattern or ScheduleExpression must be specified.`);
  }
  if (!states.includes(String(state)))
    throw new DeploymentError(`${address}: State must be one of ${states.join(', ')}.`);
  const name = typeof properties['Name'] === 'string' ? properties['Name'] : physicalName(declared, 64);
  if (!/^[\w.-]{1,64}$/.test(name)) {
    throw new DeploymentError(`${address}: Name ${name} must be 1 to 64 letters, digits, or any of . - _`);
  }
  const busName = String(bus).split('event-bus/').at(-1) ?? 'default';
  const arn = `${arnPrefix}rule/${busName === 'default' ? '' : `${busName}/`}${name}`;
  return {
    name,
    arn,
    bus: busName,
    enabled: state !== 'DISABLED',
    description: typeof properties['Description'] === 'string' ? properties['Description'] : undefined,
    managedBy: undefined,
    ...(pattern === undefined ? noPattern : compiledPattern(pattern, address)),
    schedule: ruleSchedule(schedule, busName, address),
    targets: targetsOf(targets, address),
  };
}

const noPattern = { pattern: undefined, patternSource: undefined };

/** @throws DeploymentError */
export function compiledPattern(source: unknown, address: string): Pick<Rule, 'pattern' | 'patternSource'> {
  const patternSource = typeof source === 'string' ? source : JSON.stringify(source);
  if (patternSource.length > longestPattern) {
    throw new DeploymentError(`${address}: EventPattern must have at most ${longestPattern} characters.`);
  }
  try {
    return { patternSource, pattern: parsePattern(source) };
  } catch (cause) {
    if (!(cause instanceof AwsError)) throw cause;
    throw new DeploymentError(`${address}: EventPattern: ${cause.message}`, { cause });
  }
}

function targetsOf(targets: unknown, address: string): RuleTarget[] {
  const list: readonly unknown[] = Array.isArray(targets) ? targets : [];
  if (list.length > mostTargets) throw new DeploymentError(`${address}: a rule has at most ${mostTargets} targets.`);
  const compiled = list.map((target) => ruleTarget(isRecord(target) ? target : {}, address));
  if (new Set(compiled.map(({ id }) => id)).size !== compiled.length) {
    throw new DeploymentError(`${address}: the ids of its targets must be distinct.`);
  }
  return compiled;
}
