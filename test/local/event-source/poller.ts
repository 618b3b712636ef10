import { join } from 'node:path';
import { Checkpoints } from '../../../local/event-source/checkpoints.ts';
import type { DeliveryResult, DiscardedBatch } from '../../../local/event-source/delivery.ts';
import type { StreamRecord } from '../../../local/event-source/ports.ts';
import { StreamPoller } from '../../../local/event-source/stream-poller.ts';
import type { StreamSource } from '../../../local/event-source/stream-source.ts';
import type { DeliveredWindow } from '../../../local/event-source/tumbling-window.ts';
import type { TestCloud } from '../support/cloud.ts';
import { newCloud } from '../support/cloud.ts';
import { MemoryStream, streamArn } from './memory-stream.ts';

export interface Delivery {
  readonly shardId: string;
  readonly ids: readonly string[];
  readonly records: readonly StreamRecord[];
  readonly window?: DeliveredWindow;
}

export type Judge = (delivery: Delivery) => DeliveryResult | Promise<DeliveryResult>;

export const processed: DeliveryResult = { kind: 'processed' };
export const failed: DeliveryResult = { kind: 'failed', call: { requestId: 'request', statusCode: 200 } };

const source: StreamSource = {
  streamArn,
  startingPosition: 'TRIM_HORIZON',
  batchSize: 10,
  batchingWindowSeconds: 0,
  parallelizationFactor: 1,
  retryAttempts: Infinity,
  recordAgeSeconds: Infinity,
  bisects: false,
  retriesOnlyFailed: false,
};

function idOf({ dynamodb }: StreamRecord): string {
  return (dynamodb.Keys['id'] as { readonly S: string }).S;
}

/** A poller of a stream in memory, whose batches are judged by a function. */
export function pollerOf(
  overrides: Partial<StreamSource> = {},
  judge: Judge = () => processed,
  { cloud = newCloud(), stream }: { readonly cloud?: TestCloud; readonly stream?: MemoryStream } = {},
) {
  const read = stream ?? new MemoryStream(() => cloud.clock.now());
  const deliveries: Delivery[] = [];
  const discarded: DiscardedBatch[] = [];
  const poller = new StreamPoller({
    source: { ...source, ...overrides },
    cloud,
    streams: read,
    principal: { kind: 'administrator', arn: 'root' },
    checkpoints: new Checkpoints(join(cloud.stateFolder, 'checkpoints.json'), streamArn),
    deliver: async (shardId, records, window) => {
      const delivery = { shardId, ids: records.map(idOf), records, window };
      deliveries.push(delivery);
      return judge(delivery);
    },
    discard: async (batch) => {
      discarded.push(batch);
    },
  });
  return {
    cloud,
    stream: read,
    poller,
    deliveries,
    discarded,
    batches: () => deliveries.map(({ ids }) => ids.join('')),
  };
}
