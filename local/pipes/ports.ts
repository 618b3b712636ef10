import type { Cloud } from '../cloud.ts';
import type { Queues, Streams } from '../event-source/ports.ts';
import type { Principal } from '../iam/principal.ts';

/** An entry of EventBridge's PutEvents. */
export interface PipeEvent {
  readonly EventBusName: string;
  readonly Source: string;
  readonly DetailType: string;
  /** JSON text. */
  readonly Detail: string;
  readonly Resources: readonly string[];
  readonly Time?: string;
}

/** What became of an entry; a failed one says why. */
export interface PipeEventAnswer {
  readonly EventId?: string;
  readonly ErrorCode?: string;
  readonly ErrorMessage?: string;
}

/** What Pipes needs of its neighbors. */
export interface PipesPorts {
  readonly streams: Streams;
  readonly queues: Queues;
  /** @throws AwsError when the role doesn't trust the service */
  roleSession(roleArn: string, sessionName: string, service: string, sourceArn: string): Principal;
  isAllowed(principal: Principal, action: string, resource: string): boolean;
  invokeFunction(
    principal: Principal,
    functionArn: string,
    payload: unknown,
    invocationType: 'RequestResponse' | 'Event',
  ): Promise<{ readonly payload: unknown; readonly functionError?: string }>;
  putEvents(
    principal: Principal,
    entries: readonly PipeEvent[],
  ): Promise<{ readonly Entries: readonly PipeEventAnswer[] }>;
}

/** What the parts of one Pipe share. */
export interface PipeContext {
  readonly cloud: Cloud;
  readonly ports: PipesPorts;
  readonly principal: Principal;
  readonly name: string;
}
