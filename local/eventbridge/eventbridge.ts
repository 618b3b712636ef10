import { randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { FaultKind, SupportedFaults } from '../faults.ts';
import { physicalName } from '../iam/physical-name.ts';
import type { Statement } from '../iam/policy.ts';
import type { Principal } from '../iam/principal.ts';
import { jsonInput } from '../json-input.ts';
import type { DeclaredResource, DeployedResource, LocalRequest, Service } from '../service.ts';
import { Archives } from './archives.ts';
import { Buses } from './buses.ts';
import { Deliveries } from './deliveries.ts';
import { isoSeconds } from './event.ts';
import type { BusEvent } from './event.ts';
import { members } from './input.ts';
import { Intake } from './intake.ts';
import type { Accepted } from './intake.ts';
import { checkEntries, eventOf } from './put-events.ts';
import type { PutEventsEntry, PutEventsResult, PutEventsResultEntry } from './put-events.ts';
import * as reads from './read-operations.ts';
import type { Authorize } from './read-operations.ts';
import { ruleOf } from './rule.ts';
import type { Rule } from './rule.ts';
import type { RuleTarget } from './rule-target.ts';
import { ScheduledRules } from './scheduled-rules.ts';
import { Targets } from './targets.ts';
import type { TargetPorts } from './targets.ts';
import { answer, answerError } from './wire.ts';

export interface EventBridgePorts extends TargetPorts {
  authenticate(request: LocalRequest): Principal;
  /** @throws AwsError AccessDeniedException */
  authorize(
    principal: Principal,
    action: string,
    resource: string,
    context?: Readonly<Record<string, string>>,
    policy?: readonly Statement[],
  ): void;
}

/** What another AWS service has to tell. */
export interface ServiceEvent {
  /** Such as `aws.s3`. */
  readonly source: string;
  readonly detailType: string;
  readonly detail: unknown;
  readonly resources: readonly string[];
  /** ISO 8601. */
  readonly time: string;
}

type Operation = (principal: Principal, input: Readonly<Record<string, unknown>>) => unknown;

const target = 'AWSEvents.';
const onCalls: readonly FaultKind[] = ['throttle', 'latency', 'error', 'crashAfterCommit'];

/** Amazon EventBridge: buses, rules with patterns, and delivery to their targets. */
export class EventBridge implements Service {
  readonly name = 'eventbridge';
  readonly resourceTypes = {
    'AWS::Events::Archive': (declared: DeclaredResource) => this.#deployArchive(declared),
    'AWS::Events::EventBus': (declared: DeclaredResource) => this.#deployBus(declared),
    'AWS::Events::EventBusPolicy': (declared: DeclaredResource) => this.#deployPolicy(declared),
    'AWS::Events::Rule': (declared: DeclaredResource) => this.#deployRule(declared),
  };
  readonly faults: SupportedFaults = {
    PutEvents: onCalls,
    Deliver: ['throttle', 'error', 'duplicate', 'reorder', 'crashAfterCommit'],
  };
  readonly #cloud: Cloud;
  readonly #ports: EventBridgePorts;
  readonly #arnPrefix: string;
  readonly #buses: Buses;
  /** By address. */
  readonly #declared = new Map<string, Rule>();
  readonly #targets = new Map<string, { readonly rule: Rule; readonly target: RuleTarget }>();
  readonly #deliveries: Deliveries;
  readonly #intake: Intake;
  readonly #scheduled: ScheduledRules;
  readonly #archives: Archives;
  readonly #operations: Readonly<Record<string, Operation>>;

  constructor(cloud: Cloud, ports: EventBridgePorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#arnPrefix = `arn:aws:events:${cloud.region}:${cloud.accountId}:`;
    this.#buses = new Buses(this.#arnPrefix);
    this.#archives = new Archives(cloud, this.#buses, this.#arnPrefix, (...call) => this.#replay(...call));
    const targets = new Targets(cloud, ports, {
      forward: (sender, busArn, event) => this.#forward(sender, busArn, event),
      archive: (ruleArn, event) => this.#archives.keep(ruleArn, event),
    });
    this.#deliveries = new Deliveries(cloud, {
      find: (ruleArn, targetId) => this.#targets.get(`${ruleArn} ${targetId}`),
      deliver: (addressed) => targets.deliver(addressed),
      bury: (addressed, failure, exhausted) => targets.bury(addressed, failure, exhausted),
    });
    this.#intake = new Intake(cloud, this.#deliveries);
    this.#scheduled = new ScheduledRules(cloud, (rule, event) => this.#intake.takeScheduled(rule, event));
    const read =
      (
        operation: (buses: Buses, authorize: Authorize, input: Readonly<Record<string, string>>) => unknown,
      ): Operation =>
      (principal, input) =>
        operation(this.#buses, this.#authorizer(principal), input as Readonly<Record<string, string>>);
    const ofArchives = Object.entries(this.#archives.operations).map(([name, operation]): [string, Operation] => [
      name,
      (principal, input) => operation(this.#authorizer(principal), input),
    ]);
    this.#operations = {
      ...Object.fromEntries(ofArchives),
      PutEvents: (principal, { Entries: entries }) => this.putEvents(principal, (entries ?? []) as PutEventsEntry[]),
      TestEventPattern: (principal, input) => reads.testEventPattern(this.#authorizer(principal), input),
      ListEventBuses: read(reads.listEventBuses),
      DescribeEventBus: read(reads.describeEventBus),
      ListRules: read(reads.listRules),
      DescribeRule: read(reads.describeRule),
      ListTargetsByRule: read(reads.listTargetsByRule),
    };
  }

  start(): void {
    this.#buses.attach(this.#declared);
    for (const rule of this.#declared.values()) {
      for (const ruleTarget of rule.targets) {
        this.#targets.set(`${rule.arn} ${ruleTarget.id}`, { rule, target: ruleTarget });
      }
    }
    this.#deliveries.resume();
    this.#archives.resume();
    this.#scheduled.start(this.#declared.values());
  }

  /**
   * Puts events on buses, as the PutEvents operation does. What they are to bring about is on disk before it answers.
   * @throws AwsError ValidationException, AccessDeniedException; a single entry that is no event fails alone
   */
  async putEvents(principal: Principal, entries: readonly PutEventsEntry[]): Promise<PutEventsResult> {
    // The administrator inspects and repairs; usage is what the product's own roles cause.
    const end = principal.kind === 'role' ? this.#cloud.usage.begin('events', 'PutEvents', principal) : () => undefined;
    try {
      return await this.#cloud.faults.around('eventbridge', 'PutEvents', { throttled, failed }, () =>
        this.#putEvents(principal, entries),
      );
    } finally {
      end();
    }
  }

  /** What an AWS service tells the default bus: nobody has to allow it, and it is on disk when this returns. */
  publish({ source, detailType, detail, resources, time }: ServiceEvent): void {
    const bus = this.#buses.find(undefined);
    if (!bus) return;
    const { accountId: account, region } = this.#cloud;
    const own = { version: '0', id: randomUUID(), account, region, 'detail-type': detailType } as const;
    this.#intake.take([{ bus, event: { ...own, source, detail, resources, time: isoSeconds(Date.parse(time)) } }]);
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    const name = request.headers['x-amz-target'];
    if (!name?.startsWith(target)) return false;
    try {
      const principal = this.#ports.authenticate(request);
      const input = jsonInput(request.body, members);
      answer(response, (await this.operate(principal, name.slice(target.length), input)) as Record<string, unknown>);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answerError(response, error);
    }
    return true;
  }

  /** What an operation answers. @throws AwsError */
  operate(principal: Principal, name: string, input: Readonly<Record<string, unknown>>): unknown {
    const operation = Object.hasOwn(this.#operations, name) ? this.#operations[name] : undefined;
    if (operation) return operation(principal, input);
    const message = `The local EventBridge doesn't run ${name}: its buses, rules and archives are those of the template.`;
    throw new AwsError('UnknownOperationException', message);
  }

  async idle(): Promise<void> {
    await this.#archives.idle();
    await this.#deliveries.idle();
  }

  snapshot(folder: string): void {
    this.#deliveries.snapshot(folder);
    this.#archives.snapshot(folder);
    this.#scheduled.snapshot(folder);
  }

  async restore(folder: string): Promise<void> {
    this.#scheduled.stop();
    await this.#archives.restore(folder);
    await this.#deliveries.restore(folder);
    this.#scheduled.restore(folder);
  }

  async stop(): Promise<void> {
    this.#scheduled.stop();
    await this.#archives.stop();
    await this.#deliveries.stop();
    this.#archives.close();
  }

  #putEvents(principal: Principal, entries: readonly PutEventsEntry[]): PutEventsResult {
    checkEntries(entries);
    for (const entry of entries)
      this.#authorizePut(principal, entry.EventBusName, entry.Source, entry.DetailType, false);
    const origin = { account: this.#cloud.accountId, region: this.#cloud.region, now: this.#cloud.clock.now() };
    const accepted: Accepted[] = [];
    const results = entries.map((entry): PutEventsResultEntry => {
      const event = eventOf(entry, origin);
      if ('ErrorCode' in event) return event;
      const bus = this.#buses.find(entry.EventBusName);
      // As on AWS: an event for a bus that doesn't exist is taken, and lost.
      if (bus) accepted.push({ bus, event });
      else this.#cloud.log.warn('eventbridge', `Event bus ${entry.EventBusName} does not exist: ${event.id} is lost`);
      return { EventId: event.id };
    });
    this.#intake.take(accepted);
    return { FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length, Entries: results };
  }

  #forward(sender: Principal, busArn: string, event: BusEvent): void {
    this.#authorizePut(sender, busArn, event.source, event['detail-type'], true);
    const bus = this.#buses.find(busArn);
    if (!bus) throw new AwsError('ResourceNotFoundException', `Event bus ${busArn} does not exist.`);
    this.#intake.take([{ bus, event }], { forwarded: true });
  }

  #replay(busArn: string, events: readonly BusEvent[], ruleArns: readonly string[] | undefined): void {
    const bus = this.#buses.find(busArn);
    if (bus)
      this.#intake.take(
        events.map((event) => ({ bus, event })),
        { ruleArns },
      );
  }

  #authorizePut(
    principal: Principal,
    busName: string | undefined,
    source: string | undefined,
    detailType: string | undefined,
    fromBus: boolean,
  ): void {
    const context = {
      'events:source': source ?? '',
      'events:detail-type': detailType ?? '',
      'events:eventBusInvocation': String(fromBus),
    };
    const policy = this.#buses.find(busName)?.policy;
    this.#ports.authorize(principal, 'events:PutEvents', this.#buses.arnOf(busName), context, policy);
  }

  #authorizer(principal: Principal): Authorize {
    return (action, resource) => {
      this.#ports.authorize(principal, action, resource);
    };
  }

  #deployBus(declared: DeclaredResource): DeployedResource {
    const { name, arn } = this.#buses.deploy(declared);
    return { ref: name, attributes: { Arn: arn, Name: name } };
  }

  #deployArchive(declared: DeclaredResource): DeployedResource {
    const { name, arn, rule } = this.#archives.deploy(declared);
    this.#declared.set(declared.address, rule);
    return { ref: name, attributes: { Arn: arn } };
  }

  #deployPolicy(declared: DeclaredResource): DeployedResource {
    this.#buses.addPolicy(declared);
    return { ref: physicalName(declared, 128) };
  }

  #deployRule(declared: DeclaredResource): DeployedResource {
    const rule = ruleOf(declared, this.#arnPrefix);
    this.#declared.set(declared.address, rule);
    return { ref: rule.bus === 'default' ? rule.name : `${rule.bus}|${rule.name}`, attributes: { Arn: rule.arn } };
  }
}

function throttled(): AwsError {
  return new AwsError('ThrottlingException', 'Rate exceeded');
}

function failed(): AwsError {
  return new AwsError('InternalException', 'This exception occurs due to unexpected causes.', 500);
}
