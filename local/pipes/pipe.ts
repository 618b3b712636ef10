import { join } from 'node:path';
import { AwsError } from '../errors.ts';
import { Checkpoints } from '../event-source/checkpoints.ts';
import { deliverFaulty } from '../event-source/delivery.ts';
import type { DeliveryResult, DiscardedBatch } from '../event-source/delivery.ts';
import { streamBatchInfo } from '../event-source/discarded-batch.ts';
import type { QueueMessage } from '../event-source/ports.ts';
import { QueuePoller } from '../event-source/queue-poller.ts';
import { StreamPoller } from '../event-source/stream-poller.ts';
import { itemOf } from '../event-source/stream-source.ts';
import type { PipeFacts } from './input-template.ts';
import type { PipeSettings } from './pipe-settings.ts';
import type { PipeContext } from './ports.ts';
import { send } from './target.ts';
import type { Outgoing, TargetFailures } from './target.ts';

/** An item of the source with the id by which it may be reported as failed. */
interface Item {
  readonly id: string;
  /** Items with the same one stay in order. */
  readonly order: string;
  readonly event: Readonly<Record<string, unknown>>;
}

interface Poller {
  start(): void;
  idle(): Promise<void>;
  stop(): void;
}

/** Reads a source, and sends what passes its filter through enrichment to its target. */
export class Pipe implements Poller {
  readonly #settings: PipeSettings;
  readonly #arn: string;
  readonly #context: PipeContext;
  readonly #poller: Poller;

  constructor(settings: PipeSettings, arn: string, context: PipeContext) {
    this.#settings = settings;
    this.#arn = arn;
    this.#context = context;
    this.#poller =
      settings.source.kind === 'stream' ? this.#streamPoller(settings.source) : this.#queuePoller(settings.source);
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

  #streamPoller({ settings, deadLetterQueue }: Extract<PipeSettings['source'], { kind: 'stream' }>): Poller {
    const { cloud, ports, principal } = this.#context;
    return new StreamPoller({
      source: settings,
      cloud,
      streams: ports.streams,
      principal,
      checkpoints: new Checkpoints(join(cloud.stateFolder, 'pipes', `${this.#settings.name}.json`), settings.streamArn),
      deliver: (_, records) =>
        this.#deliver(records.map((record) => ({ id: record.eventID, order: itemOf(record), event: { ...record } }))),
      discard: async (batch) => {
        this.#discard(batch, deadLetterQueue);
      },
    });
  }

  #queuePoller({ settings }: Extract<PipeSettings['source'], { kind: 'queue' }>): Poller {
    const { cloud, ports, principal } = this.#context;
    const common = { eventSource: 'aws:sqs', eventSourceARN: settings.queueArn, awsRegion: cloud.region };
    const itemOfMessage = (message: QueueMessage): Item => ({
      id: message.messageId,
      order: message.attributes['MessageGroupId'] ?? message.messageId,
      event: { ...message, ...common },
    });
    return new QueuePoller({
      source: settings,
      cloud,
      queues: ports.queues,
      principal,
      deliver: (messages) => this.#deliver(messages.map(itemOfMessage)),
    });
  }

  #deliver(all: readonly Item[]): Promise<DeliveryResult> {
    const faulty = { faults: this.#context.cloud.faults, service: 'pipes' };
    return deliverFaulty(
      faulty,
      all,
      ({ order }) => order,
      (items) => this.#execute(items),
    );
  }

  async #execute(items: readonly Item[]): Promise<DeliveryResult> {
    try {
      const enriched = await this.#enrich(items);
      if (enriched === 'failed') return this.#failed('the enrichment failed');
      if (enriched.length === 0) return { kind: 'processed' };
      const { target } = this.#settings;
      if (enriched.length > target.mostAtOnce) {
        return this.#failed(
          `the enrichment returned ${enriched.length} events, but the target takes ${target.mostAtOnce}`,
        );
      }
      const facts = this.#facts();
      const batch = enriched.map((event): Outgoing => ({ event, input: target.template?.(event, facts) ?? event }));
      const failures = await send(target, batch, new Set(items.map(({ id }) => id)), this.#context);
      return this.#judged(failures, items, enriched);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const reason = `${error.code}: ${error.message}`;
      if (error.status === 429 || error.status >= 500) return { kind: 'unreached', reason };
      return this.#failed(reason);
    }
  }

  /** Events for the target; without an enrichment those of the source. */
  async #enrich(items: readonly Item[]): Promise<readonly unknown[] | 'failed'> {
    const events = items.map(({ event }) => event);
    const { enrichment } = this.#settings;
    if (!enrichment) return events;
    const facts = this.#facts();
    const { template, functionArn } = enrichment;
    const input = template ? events.map((event) => template(event, facts)) : events;
    const { ports, principal } = this.#context;
    const { payload, functionError } = await ports.invokeFunction(principal, functionArn, input, 'RequestResponse');
    if (functionError !== undefined) return 'failed';
    if (isEmpty(payload)) return [];
    return Array.isArray(payload) ? (payload as unknown[]) : [payload];
  }

  /** Which items of the source are to be retried: those whose ids the events that failed still carry. */
  #judged(failures: TargetFailures, items: readonly Item[], sent: readonly unknown[]): DeliveryResult {
    if (failures.kind === 'none') return { kind: 'processed' };
    if (failures.kind === 'ids') {
      if (failures.ids === 'all') return this.#failed('the target failed');
      return failures.ids.length === 0 ? { kind: 'processed' } : { kind: 'partly', failed: failures.ids };
    }
    const known = new Set(items.map(({ id }) => id));
    const failed = failures.positions.map((position) => idOf(sent[position]));
    if (failed.every((id): id is string => id !== undefined && known.has(id))) return { kind: 'partly', failed };
    return this.#failed(failures.reason);
  }

  #failed(reason: string): DeliveryResult {
    const { cloud, name } = this.#context;
    const line = JSON.stringify({
      resourceArn: this.#arn,
      timestamp: new Date(cloud.clock.now()).toISOString(),
      messageType: 'ExecutionFailed',
      logLevel: 'ERROR',
      error: { message: reason },
    });
    if (this.#settings.logGroup !== undefined) cloud.log.write(this.#settings.logGroup, line);
    cloud.log.warn(`pipes/${name}`, reason);
    return { kind: 'failed', call: { requestId: crypto.randomUUID(), statusCode: 200 } };
  }

  #discard(batch: DiscardedBatch, queueArn: string | undefined): void {
    const { cloud, ports, principal, name } = this.#context;
    cloud.log.warn(`pipes/${name}`, `${batch.records.length} records discarded: ${batch.condition}`);
    if (queueArn === undefined) return;
    const report = {
      context: { partnerResourceArn: this.#arn, condition: batch.condition },
      version: '1.0',
      timestamp: new Date(cloud.clock.now()).toISOString(),
      DDBStreamBatchInfo: streamBatchInfo(batch),
    };
    try {
      ports.queues.send({ principal }, queueArn, { body: JSON.stringify(report) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      cloud.log.warn(`pipes/${name}`, `dead-letter queue ${queueArn}: ${error.code}: ${error.message}`);
    }
  }

  #facts(): PipeFacts {
    const { source, enrichment, target, name } = this.#settings;
    return {
      pipeArn: this.#arn,
      pipeName: name,
      sourceArn: source.kind === 'stream' ? source.settings.streamArn : source.settings.queueArn,
      enrichmentArn: enrichment?.functionArn,
      targetArn: target.arn,
      ingestionTime: new Date(this.#context.cloud.clock.now()).toISOString(),
    };
  }
}

/** "If you don't want to invoke the target, return an empty response, such as "", {}, or []." */
function isEmpty(payload: unknown): boolean {
  if (payload === null || payload === undefined || payload === '') return true;
  return typeof payload === 'object' && Object.keys(payload).length === 0;
}

function idOf(event: unknown): string | undefined {
  const { eventID, messageId } = (event ?? {}) as { readonly eventID?: unknown; readonly messageId?: unknown };
  return [eventID, messageId].find((id) => typeof id === 'string');
}
