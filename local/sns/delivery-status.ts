import type { Cloud } from '../cloud.ts';
import type { Principal } from '../iam/principal.ts';
import { logAccess } from '../log-access.ts';

/** Who is told of deliveries, and of how many of those that succeed: 0 to 100 percent. */
export interface Feedback {
  readonly successRole?: string;
  readonly failureRole?: string;
  readonly sampleRate?: number;
}

/** What the status needs of its neighbors. */
export interface DeliveryStatusPorts {
  /** @throws AwsError when the role's trust policy doesn't let the service assume it */
  roleSession(roleArn: string, sessionName: string, service: string): Principal;
  isAllowed(principal: Principal, action: string, resource: string): boolean;
}

export interface Delivered {
  /** `DirectPublishToPhoneNumber`, or `app/GCM/name`. */
  readonly group: string;
  readonly feedback: Feedback;
  readonly messageId: string;
  readonly succeeded: boolean;
  /** Protocol's own attributes: `destination` and `providerResponse` are among them. */
  readonly delivery: Readonly<Record<string, string | number>>;
}

/** Writes what became of messages into CloudWatch Logs, in SNS's words, where that is switched on. */
export class DeliveryStatus {
  readonly #cloud: Cloud;
  readonly #ports: DeliveryStatusPorts;
  readonly #access = new Map<string, () => boolean>();

  constructor(cloud: Cloud, ports: DeliveryStatusPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
  }

  note({ group, feedback, messageId, succeeded, delivery }: Delivered): void {
    const role = succeeded ? feedback.successRole : feedback.failureRole;
    if (role === undefined) return;
    // Every failure is logged.
    if (succeeded && Math.random() * 100 >= (feedback.sampleRate ?? 0)) return;
    const { region, accountId, clock, log } = this.#cloud;
    const name = `sns/${region}/${accountId}/${group}${succeeded ? '' : '/Failure'}`;
    if (!this.#mayWrite(name, role)) return;
    const timestamp = new Date(clock.now()).toISOString().replace('T', ' ').replace('Z', '');
    const line = { notification: { messageId, timestamp }, delivery, status: succeeded ? 'SUCCESS' : 'FAILURE' };
    log.write(name, JSON.stringify(line));
  }

  #mayWrite(group: string, role: string): boolean {
    const key = `${group} ${role}`;
    const known = this.#access.get(key);
    const ask = known ?? logAccess(this.#cloud, group, this.#asRole(role));
    if (!known) this.#access.set(key, ask);
    return ask();
  }

  #asRole(role: string): (action: string, resource: string) => boolean {
    const principal = this.#ports.roleSession(role, 'sns', 'sns.amazonaws.com');
    return (action, resource) => this.#ports.isAllowed(principal, action, resource);
  }
}
