import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { AwsError } from '../errors.ts';
import { Checkpoints } from '../event-source/checkpoints.ts';
import { deliverFaulty } from '../event-source/delivery.ts';
import type { DeliveryResult, DiscardedBatch } from '../event-source/delivery.ts';
import { streamBatchInfo } from '../event-source/discarded-batch.ts';
import type { QueueMessage, Queues, StreamRecord, Streams } from '../event-source/ports.ts';
import { QueuePoller } from '../event-source/queue-poller.ts';
import type { QueueSource } from '../event-source/queue-poller.ts';
import { StreamPoller } from '../event-source/stream-poller.ts';
import { itemOf } from '../event-source/stream-source.ts';
import type { StreamSource } from '../event-source/stream-source.ts';
import type { DeliveredWindow } from '../event-source/tumbling-window.ts';
import type { Principal } from '../iam/principal.ts';
import { judged, queueEvent, streamEvent } from './mapping-event.ts';
import type { BatchAnswer } from './mapping-event.ts';
import type { MappingSettings } from './mapping-settings.ts';

/** What a mapping is run with. */
export interface MappingPorts {
  readonly cloud: Cloud;
  readonly streams: Streams;
  readonly queues: Queues;
  readonly functionArn: string;
  readonly functionTimeoutSeconds: number;
  /** Session of the function's role: it reads the source. */
  readonly principal: Principal;
  /** @throws AwsError where the function isn't reached */
  invoke(event: unknown): Promise<BatchAnswer>;
}

interface Poller {
  start(): void;
  idle(): Promise<void>;
  stop(): void;
}

/** Reads a stream or queue and invokes a function with its records. */
export class EventSourceMapping implements Poller {
  readonly #settings: MappingSettings;
  readonly #ports: MappingPorts;
  readonly #poller: Poller;

  constructor(settings: MappingSettings, ports: MappingPorts) {
    this.#settings = settings;
    this.#ports = ports;
    const { source } = settings;
    this.#poller =
      source.kind === 'stream'
        ? this.#streamPoller(source.settings, source.onFailure)
        : this.#queuePoller(source.settings);
  }

  start(): void {
    this.#poller.start();
  }

  idle(): Promise<void> {
    return this.#poller.idle();
  }

  stop(): void {
    this.#poller.stop();
  }

  #streamPoller(source: StreamSource, onFailure: string | undefined): Poller {
    const { cloud, streams, principal } = this.#ports;
    const path = join(cloud.stateFolder, 'lambda', 'mappings', `${this.#settings.uuid}.json`);
    return new StreamPoller({
      source,
      cloud,
      streams,
      principal,
      checkpoints: new Checkpoints(path, source.streamArn),
      deliver: (shardId, records, window) => this.#deliverRecords(records, shardId, source.streamArn, window),
      discard: async (batch) => {
        this.#discard(batch, onFailure);
      },
    });
  }

  #queuePoller(source: QueueSource): Poller {
    const { cloud, queues, principal, functionTimeoutSeconds } = this.#ports;
    const { batchingWindowSeconds: window, queueArn } = source;
    const needed = window + functionTimeoutSeconds;
    const isLong = window > 0 && needed > queues.visibilityTimeout(queueArn);
    return new QueuePoller({
      source: isLong ? { ...source, visibilitySeconds: needed + 30 } : source,
      cloud,
      queues,
      principal,
      deliver: (messages) => this.#deliverMessages(messages, queueArn),
    });
  }

  #deliverRecords(
    all: readonly StreamRecord[],
    shardId: string,
    streamArn: string,
    window: DeliveredWindow | undefined,
  ): Promise<DeliveryResult> {
    return deliverFaulty(this.#faulty, all, itemOf, (records) => {
      const ids = records.map(({ dynamodb }) => dynamodb.SequenceNumber);
      return this.#invoke(streamEvent(records, { shardId, streamArn, window }), ids, window !== undefined);
    });
  }

  #deliverMessages(all: readonly QueueMessage[], queueArn: string): Promise<DeliveryResult> {
    const orderOf = ({ attributes, messageId }: QueueMessage) => attributes['MessageGroupId'] ?? messageId;
    return deliverFaulty(this.#faulty, all, orderOf, (messages) => {
      const ids = messages.map(({ messageId }) => messageId);
      return this.#invoke(queueEvent(messages, queueArn, this.#ports.cloud.region), ids, false);
    });
  }

  async #invoke(event: unknown, ids: readonly string[], isWindowed: boolean): Promise<DeliveryResult> {
    try {
      const answer = await this.#ports.invoke(event);
      return judged(answer, this.#settings.reportsItemFailures ? ids : undefined, isWindowed);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      return { kind: 'unreached', reason: `${error.code}: ${error.message}` };
    }
  }

  #discard(batch: DiscardedBatch, destination: string | undefined): void {
    const { cloud, queues, principal, functionArn } = this.#ports;
    const { condition, invocations, call, records } = batch;
    cloud.log.warn('lambda', `${this.#settings.address}: ${records.length} records discarded: ${condition}`);
    if (destination === undefined) return;
    const report = {
      requestContext: {
        requestId: call?.requestId ?? crypto.randomUUID(),
        functionArn,
        condition,
        approximateInvokeCount: invocations,
      },
      responseContext: call && {
        statusCode: call.statusCode,
        executedVersion: '$LATEST',
        functionError: call.functionError,
      },
      version: '1.0',
      timestamp: new Date(cloud.clock.now()).toISOString(),
      DDBStreamBatchInfo: streamBatchInfo(batch),
    };
    try {
      queues.send({ principal }, destination, { body: JSON.stringify(report) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      cloud.log.warn('lambda', `destination ${destination}: ${error.code}: ${error.message}`);
    }
  }

  get #faulty() {
    return { faults: this.#ports.cloud.faults, service: 'lambda' };
  }
}
