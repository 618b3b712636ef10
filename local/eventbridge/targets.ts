import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import type { Queues } from '../event-source/ports.ts';
import type { Principal } from '../iam/principal.ts';
import type { Addressed } from './deliveries.ts';
import type { DeliveryFailure } from './delivery-failure.ts';
import { isoSeconds } from './event.ts';
import type { BusEvent } from './event.ts';

/** Who calls a target: EventBridge for a rule, or a role that it assumes. */
type Caller = { readonly principal: Principal } | { readonly service: string; readonly sourceArn: string };

/** What EventBridge needs of its neighbors. */
export interface TargetPorts {
  /** @throws AwsError when the role's trust policy doesn't let the service assume it */
  roleSession(roleArn: string, sessionName: string, service: string, sourceArn?: string): Principal;
  send: Queues['send'];
  /** Accepts an asynchronous invocation. @throws AwsError */
  invoke(caller: Caller, functionArn: string, payload: unknown): Promise<unknown>;
  /** Puts a record into a delivery stream. @throws AwsError */
  putRecord(principal: Principal, streamArn: string, data: Uint8Array): Promise<unknown>;
}

/** Targets within EventBridge. */
interface OwnTargets {
  /** Puts an event on another bus. @throws AwsError */
  forward(sender: Principal, busArn: string, event: BusEvent): void;
  /** Keeps an event in the archive that the rule was made for. */
  archive(ruleArn: string, event: BusEvent): void;
}

const SERVICE = 'events.amazonaws.com';

/** Delivers events to the targets of rules. */
export class Targets {
  readonly #cloud: Cloud;
  readonly #ports: TargetPorts;
  readonly #own: OwnTargets;

  constructor(cloud: Cloud, ports: TargetPorts, own: OwnTargets) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#own = own;
  }

  /** @throws AwsError where the target doesn't take it */
  async deliver({ event, rule, target, delivery }: Addressed): Promise<void> {
    const caller = this.#caller(target.roleArn, rule.name, rule.arn);
    if (target.kind === 'bus') {
      if (!('principal' in caller)) throw roleMissing(target.arn);
      this.#own.forward(caller.principal, target.arn, event);
      return;
    }
    if (target.kind === 'archive') {
      this.#own.archive(rule.arn, event);
      return;
    }
    const ingestionTime = isoSeconds(delivery.ingestedAt);
    const text = target.input({ event, ruleArn: rule.arn, ruleName: rule.name, ingestionTime });
    switch (target.kind) {
      case 'queue':
        this.#ports.send(caller, target.arn, { body: text, messageGroupId: target.messageGroupId });
        return;
      case 'function':
        await this.#ports.invoke(caller, target.arn, payloadOf(text));
        return;
      case 'deliveryStream':
        if (!('principal' in caller)) throw roleMissing(target.arn);
        await this.#ports.putRecord(caller.principal, target.arn, Buffer.from(text));
        return;
      case 'logGroup':
        this.#cloud.log.write(target.arn.replace(/^.*:log-group:/, '').replace(/:\*$/, ''), text);
    }
  }

  /** Sends the event to the target's dead-letter queue; without one it is lost, as on AWS. */
  bury({ event, rule, target, delivery }: Addressed, failure: DeliveryFailure, exhausted: string | undefined): void {
    const what = `${rule.arn} target ${target.id}: event ${event.id}: ${failure.code} ${failure.message}`;
    this.#cloud.log.warn('eventbridge', what);
    if (target.deadLetterQueueArn === undefined) return;
    const attributes: Readonly<Record<string, string | undefined>> = {
      RULE_ARN: rule.arn,
      TARGET_ARN: target.arn,
      ERROR_CODE: failure.code,
      ERROR_MESSAGE: failure.message,
      EXHAUSTED_RETRY_CONDITION: exhausted,
      RETRY_ATTEMPTS: String(delivery.attempts),
    };
    const given = Object.entries(attributes).filter(([, value]) => value !== undefined);
    try {
      this.#ports.send({ service: SERVICE, sourceArn: rule.arn }, target.deadLetterQueueArn, {
        body: JSON.stringify(event),
        attributes: Object.fromEntries(
          given.map(([name, value]) => [name, { DataType: 'String', StringValue: value }]),
        ),
      });
    } catch (error) {
      this.#cloud.log.warn('eventbridge', `${what}: not taken by its dead-letter queue: ${String(error)}`);
    }
  }

  #caller(roleArn: string | undefined, ruleName: string, ruleArn: string): Caller {
    if (roleArn === undefined) return { service: SERVICE, sourceArn: ruleArn };
    return { principal: this.#ports.roleSession(roleArn, ruleName, SERVICE, ruleArn) };
  }
}

function roleMissing(targetArn: string): AwsError {
  return new AwsError('AccessDenied', `RoleArn is required for target ${targetArn}.`);
}

/** A template of several lines makes no JSON, which a function needs. */
function payloadOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new AwsError('InvalidJson', `The input for the function is no JSON: ${(cause as Error).message}`);
  }
}
