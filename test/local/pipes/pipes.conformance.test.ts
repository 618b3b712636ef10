import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import {
  enrichedBy,
  targetDoes,
  busArn,
  enrichmentArn,
  ofQueue,
  ofStream,
  runningPipe,
  targetFunction,
  targetQueue,
} from './running-pipe.ts';

const enrichment = { Enrichment: enrichmentArn };
const toFunction = { Target: targetFunction };

describe('pipes', () => {
  const page = 'eventbridge/latest/userguide/eb-pipes.html';

  documented(
    page,
    'EventBridge Pipes can filter a given source’s events and then process only a subset of those events.',
    async () => {
      const filter = { Filters: [{ Pattern: '{"dynamodb":{"Keys":{"id":{"S":["b"]}}}}' }] };
      const { start, stream, details } = runningPipe(ofStream({}, { FilterCriteria: filter }));
      stream.put('a', 'b', 'c');
      await start();
      expect(details()).toMatchObject([{ dynamodb: { Keys: { id: { S: 'b' } } } }]);
    },
  );

  documented(
    page,
    'With the enrichment step of EventBridge Pipes, you can enhance the data from the source before sending it to the target.',
    async () => {
      const { start, stream, details } = runningPipe(
        enrichment,
        enrichedBy((records: { eventName: string }[]) => records.map(({ eventName }) => ({ got: eventName }))),
      );
      stream.put('a', 'b');
      await start();
      expect(details()).toEqual([{ got: 'INSERT' }, { got: 'INSERT' }]);
    },
  );

  documented(
    page,
    'EventBridge invokes enrichments synchronously because it must wait for a response from the enrichment before invoking the target.',
    async () => {
      const { start, stream, calls } = runningPipe(
        enrichment,
        enrichedBy(() => []),
      );
      stream.put('a');
      await start();
      expect(calls.map(({ type }) => type)).toEqual(['RequestResponse']);
    },
  );

  documented(
    page,
    'You can also use your enrichment as a filter and pass fewer events than were received from the source.',
    async () => {
      const { start, stream, details } = runningPipe(
        enrichment,
        enrichedBy(() => [{ one: 1 }]),
      );
      stream.put('a', 'b', 'c');
      await start();
      expect(details()).toEqual([{ one: 1 }]);
    },
  );

  documented(
    page,
    'If you don’t want to invoke the target, return an empty response, such as "", {}, or [].',
    async () => {
      for (const response of ['', {}, []]) {
        const { start, stream, entries } = runningPipe(
          enrichment,
          enrichedBy(() => response),
        );
        stream.put('a');
        await start();
        expect(entries, JSON.stringify(response)).toEqual([]);
      }
    },
  );

  documented(
    page,
    'If you want to invoke the target with an empty payload, return an array with empty JSON [{}].',
    async () => {
      const { start, stream, details } = runningPipe(
        enrichment,
        enrichedBy(() => [{}]),
      );
      stream.put('a');
      await start();
      expect(details()).toEqual([{}]);
    },
  );

  documented(page, 'EventBridge verifies that the provided IAM role can access the source.', () => {
    const { pipes } = runningPipe({}, { ports: { isAllowed: (_, action) => action !== 'dynamodb:GetRecords' } });
    expect(() => pipes.start()).toThrow(
      'App/Pipe: Pipes does not have required permissions to perform Stream operations',
    );
  });

  documented(
    page,
    "EventBridge validates that the batch size of the source doesn't exceed the maximum batch size of the target.",
    () => {
      expect(() => runningPipe(ofStream({ BatchSize: 10 }))).not.toThrow();
      expect(() => runningPipe(ofStream({ BatchSize: 11 }))).toThrow(
        'BatchSize is 11, but the target takes 10 at most',
      );
    },
  );

  documented(page, 'EventBridge waits for a response from the enrichment or target before proceeding.', async () => {
    const { start, stream, calls } = runningPipe(
      toFunction,
      targetDoes(() => null),
    );
    stream.put('a');
    await start();
    expect(calls).toMatchObject([{ functionArn: targetFunction, type: 'RequestResponse' }]);
  });

  documented(page, "EventBridge doesn't wait for a response before proceeding.", async () => {
    const { start, queues, calls } = runningPipe(
      {
        ...ofQueue(),
        ...toFunction,
        TargetParameters: { LambdaFunctionParameters: { InvocationType: 'FIRE_AND_FORGET' } },
      },
      targetDoes(() => null),
    );
    queues.put('a');
    await start();
    expect(calls).toMatchObject([{ functionArn: targetFunction, type: 'Event' }]);
  });

  documented(
    page,
    'To create a pipe without processing events, set the DesiredState to Stopped in your API call',
    async () => {
      const { start, stream, entries } = runningPipe({ DesiredState: 'STOPPED' });
      stream.put('a');
      await start();
      expect(entries).toEqual([]);
    },
  );
});

describe('targets', () => {
  const page = 'eventbridge/latest/userguide/eb-pipes-event-target.html';

  documented(page, 'Event bus in the same account and Region', async () => {
    const { start, stream, entries } = runningPipe({
      TargetParameters: {
        EventBridgeEventBusParameters: { Source: 'orders', DetailType: 'order.placed', Resources: ['r'] },
      },
    });
    stream.put('a');
    await start();
    expect(entries).toMatchObject([
      { EventBusName: busArn, Source: 'orders', DetailType: 'order.placed', Resources: ['r'] },
    ]);
  });

  documented(
    page,
    'These paths are replaced dynamically at runtime with data from the event payload itself at the specified path.',
    async () => {
      const { start, stream, entries } = runningPipe(
        {
          ...enrichment,
          TargetParameters: {
            EventBridgeEventBusParameters: { Source: '$.from.name', DetailType: '$.type', Time: '$.at' },
          },
        },
        enrichedBy(() => [{ from: { name: 'app' }, type: 'order.placed', at: '2026-01-01T00:00:00Z' }]),
      );
      stream.put('a');
      await start();
      expect(entries).toMatchObject([{ Source: 'app', DetailType: 'order.placed', Time: '2026-01-01T00:00:00Z' }]);
    },
  );

  documented(
    page,
    'You can use this syntax to specify JSON paths instead of static values (for example $.detail.state).',
    async () => {
      const template = '{"id": <$.detail.id>, "facts": <$.detail.facts>, "data": <$.detail.data>}';
      const { start, stream, entries } = runningPipe(
        {
          ...enrichment,
          TargetParameters: {
            InputTemplate: template,
            EventBridgeEventBusParameters: {
              Source: 'school',
              DetailType: '$.detailType',
              Time: '$.time',
              Resources: ['$.about', 'arn:fixed'],
            },
          },
        },
        enrichedBy((records: readonly object[]) =>
          records.map((_, index) => ({
            detailType: `fact.${index}`,
            time: '2026-01-01T00:00:00Z',
            about: 'arn:lesson',
            detail: { id: `e${index}`, facts: ['a', 'b'], data: { title: 'a "quoted" title' } },
          })),
        ),
      );
      stream.put('a', 'b');
      await start();
      const common = { Source: 'school', Time: '2026-01-01T00:00:00Z', Resources: ['arn:lesson', 'arn:fixed'] };
      const detail = (id: string) => ({ id, facts: ['a', 'b'], data: { title: 'a "quoted" title' } });
      expect(entries.map(({ Detail, ...entry }) => ({ ...entry, detail: JSON.parse(Detail) as unknown }))).toEqual([
        { EventBusName: busArn, DetailType: 'fact.0', ...common, detail: detail('e0') },
        { EventBusName: busArn, DetailType: 'fact.1', ...common, detail: detail('e1') },
      ]);
    },
  );

  documented(
    'eventbridge/latest/userguide/eb-pipes-input-transformation.html',
    'If your target requires valid JSON payloads (for example, EventBridge Lambda or Step Functions), this will cause delivery failure.',
    async () => {
      const { start, stream, entries } = runningPipe(
        { ...enrichment, TargetParameters: { InputTemplate: '<$.detail>' } },
        enrichedBy(() => [{ detail: { title: 'x' } }]),
      );
      stream.put('a');
      await start();
      expect(entries).toMatchObject([{ Detail: '{title:x}' }]);
    },
  );

  documented(
    'eventbridge/latest/userguide/eb-pipes-batching-concurrency.html',
    'The concurrent executions can climb as high as the ParallelizationFactor configured on the pipe multiplied by the number of shards in the stream.',
    async () => {
      for (const [factor, expected] of [
        [1, 1],
        [4, 4],
      ] as const) {
        let running = 0;
        let most = 0;
        const { start, stream } = runningPipe(ofStream({ BatchSize: 1, ParallelizationFactor: factor }), {
          ports: {
            putEvents: async (_, entries) => {
              running += 1;
              most = Math.max(most, running);
              await new Promise((resolve) => setTimeout(resolve, 5));
              running -= 1;
              return { Entries: entries.map(() => ({ EventId: 'id' })) };
            },
          },
        });
        stream.put(...Array.from({ length: 40 }, (_, index) => `item${index}`));
        await start();
        expect(most).toBe(expected);
      }
    },
  );

  documented(
    page,
    "Dynamic path parameters can't reference new or transformed values resulting from input transformation.",
    async () => {
      const { start, stream, entries } = runningPipe({
        TargetParameters: {
          InputTemplate: '{"eventName": "changed"}',
          EventBridgeEventBusParameters: { DetailType: '$.eventName' },
        },
      });
      stream.put('a');
      await start();
      expect(entries).toMatchObject([{ DetailType: 'INSERT', Detail: '{"eventName":"changed"}' }]);
    },
  );

  documented(
    page,
    'EventBridge uses the IAM role that you specify on the pipe for enrichment and target calls.',
    async () => {
      const { start, stream, queues } = runningPipe({ Target: targetQueue });
      stream.put('a');
      await start();
      expect(queues.senders).toMatchObject([{ principal: { roleArn: 'arn:aws:iam::000000000000:role/pipe' } }]);
    },
  );
});
