import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import {
  enrichedBy,
  targetDoes,
  enrichmentArn,
  ofQueue,
  ofStream,
  runningPipe,
  targetFunction,
  targetQueue,
} from './running-pipe.ts';

const guide = 'eventbridge/latest/userguide';
const enrichment = { Enrichment: enrichmentArn };
const toFunction = { Target: targetFunction };

describe('batching', () => {
  const page = `${guide}/eb-pipes-batching-concurrency.html`;

  documented(
    page,
    'If the batch size is one, then the batch will be a JSON array containing a single JSON object.',
    async () => {
      const { start, stream, calls } = runningPipe(
        { ...ofStream({ BatchSize: 1 }), ...enrichment },
        enrichedBy(() => []),
      );
      stream.put('a');
      await start();
      expect(calls[0]?.payload).toEqual([expect.objectContaining({ eventName: 'INSERT' })]);
    },
  );

  documented(
    page,
    'If the enrichment or target doesn’t have a batch API but receives full JSON payloads, such as Lambda and Step Functions, the entire JSON array is sent in one request.',
    async () => {
      const { start, stream, batches } = runningPipe(
        toFunction,
        targetDoes(() => null),
      );
      stream.put('a', 'b', 'c');
      await start();
      expect(batches(targetFunction)).toEqual(['abc']);
    },
  );

  documented(page, 'This array can include a shorter or longer array than the original source.', async () => {
    const { start, stream, entries } = runningPipe(
      enrichment,
      enrichedBy(() => [{ n: 1 }, { n: 2 }, { n: 3 }]),
    );
    stream.put('a');
    await start();
    expect(entries).toHaveLength(3);
  });

  documented(
    page,
    'However, if the array is larger than the batch size supported by the target, the pipe won’t invoke the target.',
    async () => {
      const { start, stream, entries } = runningPipe(
        { ...ofStream({ MaximumRetryAttempts: 0 }), ...enrichment },
        enrichedBy(() => Array.from({ length: 11 }, (_, n) => ({ n }))),
      );
      stream.put('a');
      await start();
      expect(entries).toEqual([]);
    },
  );

  documented(page, 'EventBridge event bus | 10', async () => {
    const { start, stream, entries } = runningPipe(
      enrichment,
      enrichedBy(() => Array.from({ length: 10 }, (_, n) => ({ n }))),
    );
    stream.put('a');
    await start();
    expect(entries).toHaveLength(10);
  });

  documented(page, 'Amazon SQS queue | 10', () => {
    expect(() => runningPipe({ ...ofStream({ BatchSize: 11 }), Target: targetQueue })).toThrow('takes 10 at most');
  });

  documented(
    page,
    'If the target supports batching and only part of the batch succeeds, EventBridge automatically retries batching the remainder of the payload.',
    async () => {
      let failing = true;
      const sent: string[] = [];
      const { start, stream } = runningPipe(
        {},
        {
          ports: {
            putEvents: async (_, added) => {
              const refused = failing;
              failing = false;
              sent.push(added.map(({ Detail }) => /"S":"(\w)"/.exec(Detail)?.[1]).join(''));
              return {
                Entries: added.map((__, n) =>
                  refused && n === 1 ? { ErrorCode: 'InternalFailure' } : { EventId: 'id' },
                ),
              };
            },
          },
        },
      );
      stream.put('a', 'b', 'c');
      await start();
      expect(sent).toEqual(['abc', 'b']);
    },
  );

  documented(
    page,
    'this retry occurs through the entire pipe, including re-invoking any configured enrichment.',
    async () => {
      let failing = true;
      const { start, stream, batches } = runningPipe(enrichment, {
        ...enrichedBy((records: unknown[]) => records),
        ports: {
          putEvents: async (_, added) => {
            const refused = failing;
            failing = false;
            return { Entries: added.map(() => (refused ? { ErrorCode: 'InternalFailure' } : { EventId: 'id' })) };
          },
        },
      });
      stream.put('a', 'b');
      await start();
      expect(batches()).toEqual(['ab', 'ab']);
    },
  );

  documented(page, 'Partial batch failure handling of the enrichment is not supported.', async () => {
    const { start, stream, details } = runningPipe(
      enrichment,
      enrichedBy(() => ({ batchItemFailures: [{ itemIdentifier: 'x' }] })),
    );
    stream.put('a');
    await start();
    expect(details()).toEqual([{ batchItemFailures: [{ itemIdentifier: 'x' }] }]);
  });

  documented(
    page,
    'you can also specify a partial failure by returning a payload with defined structure from the target. This indicates events that need to be retried.',
    async () => {
      let calls = 0;
      const { start, stream, batches } = runningPipe(
        toFunction,
        targetDoes((records: { eventID: string }[]) => {
          calls += 1;
          return { batchItemFailures: calls === 1 ? [{ itemIdentifier: records[1]?.eventID }] : [] };
        }),
      );
      stream.put('a', 'b', 'c');
      await start();
      expect(batches(targetFunction)).toEqual(['abc', 'b']);
    },
  );

  documented(page, 'For Amazon SQS, this is the messageId.', async () => {
    const { start, queues } = runningPipe(
      { ...ofQueue(), ...toFunction },
      targetDoes((messages: { messageId: string }[]) => ({
        batchItemFailures: [{ itemIdentifier: messages[0]?.messageId }],
      })),
    );
    queues.put('a', 'b');
    await start();
    expect(queues.bodies()).toEqual(['a']);
  });

  documented(page, 'these fields need to be included in any array payload returned by the enrichment.', async () => {
    let failing = true;
    const { start, stream, batches } = runningPipe(enrichment, {
      ...enrichedBy((records: { eventID: string }[]) => records.map(({ eventID }) => ({ eventID }))),
      ports: {
        putEvents: async (_, added) => {
          const refused = failing;
          failing = false;
          return {
            Entries: added.map((__, n) => (refused && n === 0 ? { ErrorCode: 'InternalFailure' } : { EventId: 'id' })),
          };
        },
      },
    });
    stream.put('a', 'b');
    await start();
    expect(batches()).toEqual(['ab', 'a']);
  });
});
