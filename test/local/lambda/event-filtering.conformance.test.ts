import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { mappedFunction, ofQueue, ofStream } from './mapped-function.ts';

const page = 'lambda/latest/dg/invocation-eventfiltering.html';
const filters = (...patterns: readonly unknown[]) => ({
  FilterCriteria: { Filters: patterns.map((pattern) => ({ Pattern: JSON.stringify(pattern) })) },
});

/** The ids of what a function gets of a stream with these items. */
async function ofItems(items: string, ...patterns: readonly unknown[]): Promise<string> {
  const { start, stream, batches } = mappedFunction('', { ...ofStream, ...filters(...patterns) });
  stream.put(...items);
  await start();
  return batches().join();
}

/** The bodies that a function gets of a queue with these, and those that are left in it. */
async function ofBodies(bodies: readonly string[], ...patterns: readonly unknown[]) {
  const { start, queues, events } = mappedFunction('', { ...ofQueue, ...filters(...patterns) });
  queues.put(...bodies);
  await start();
  return { got: events.flatMap(({ Records }) => Records.map(({ body }) => body)), left: queues.bodies() };
}

const itemIs = (...ids: readonly unknown[]) => ({ dynamodb: { Keys: { id: { S: ids } } } });

describe('filters of a stream', () => {
  documented(
    page,
    'If an event satisfies any one of these five filters, Lambda sends the event to your function.',
    async () => {
      expect(await ofItems('abc', itemIs('a'), itemIs('c'))).toBe('ac');
    },
  );

  documented(page, 'Otherwise, Lambda discards the event.', async () => {
    expect(await ofItems('abc', itemIs('z'))).toBe('');
  });

  documented(page, 'You can define up to five different filters for a single event source.', () => {
    const pattern = itemIs('a');
    const five = [pattern, pattern, pattern, pattern, pattern];
    expect(() => mappedFunction('', { ...ofStream, ...filters(...five) })).not.toThrow();
    expect(() => mappedFunction('', { ...ofStream, ...filters(...five, pattern) })).toThrow(
      'App/Mapping: FilterCriteria has 6 filters, but at most 5 are allowed',
    );
  });

  documented(
    page,
    "If you're using batching windows, Lambda applies your filter criteria to each new event to determine whether to add it to the current batch.",
    async () => {
      const { start, idle, stream, batches, cloud } = mappedFunction('', {
        ...ofStream,
        ...filters(itemIs('a', 'b')),
        BatchSize: 2,
        MaximumBatchingWindowInSeconds: 10,
      });
      await start();
      stream.put('a', 'x', 'x', 'x');
      await idle();
      expect(batches()).toEqual([]);
      cloud.clock.pass(10_000);
      await idle();
      expect(batches()).toEqual(['a']);
    },
  );

  documented(
    page,
    'Once your filter criteria processes an Kinesis or DynamoDB record, the streams iterator advances past this record.',
    async () => {
      const { start, idle, stream, lambda, folder, batches } = mappedFunction('', {
        ...ofStream,
        ...filters(itemIs('a')),
      });
      stream.put('x', 'x');
      await start();
      lambda.snapshot(`${folder}/snapshot`);
      lambda.restore(`${folder}/snapshot`);
      stream.put('a');
      await idle();
      expect(batches()).toEqual(['a']);
    },
  );

  documented(
    page,
    'For Lambda to consider the event a match, the event must contain all the field names included in a filter.',
    async () => {
      expect(await ofItems('a', { dynamodb: { Keys: { id: { S: ['a'] }, sk: { S: ['a'] } } } })).toBe('');
    },
  );

  documented(page, "Lambda ignores the fields that aren't included in a filter.", async () => {
    expect(await ofItems('a', { eventName: ['INSERT'] })).toBe('a');
  });

  documented(page, 'Suppose you only wanted to handle events where the Key ID value, N, is 101.', async () => {
    expect(await ofItems('abc', { dynamodb: { NewImage: { n: { N: ['101'] } } } })).toBe('a');
  });

  for (const [quote, pattern, expected] of [
    ['Location is "New York" and Day is "Monday"', { eventName: ['INSERT'], ...itemIs('a') }, 'a'],
    ['PaymentType is "Credit" or "Debit"', itemIs('a', 'b'), 'ab'],
    ['Weather is anything but "Raining"', itemIs({ 'anything-but': ['a'] }), 'bc'],
    ['"ProductName": [ { "exists": true } ]', { dynamodb: { NewImage: { n: { N: [{ exists: true }] } } } }, 'abc'],
    ['"ProductName": [ { "exists": false } ]', { dynamodb: { OldImage: { n: { N: [{ exists: false }] } } } }, 'abc'],
    ['"Region": [ {"prefix": "us-" } ]', itemIs({ prefix: 'c' }), 'c'],
    [
      'Price is more than 10, and less than or equal to 20',
      { dynamodb: { SizeBytes: [{ numeric: ['>', 10, '<=', 26] }] } },
      'abc',
    ],
  ] as const) {
    documented(page, quote, async () => {
      expect(await ofItems('abc', pattern)).toBe(expected);
    });
  }

  documented(
    page,
    'Lambda throws an exception at the time of the event source mapping creation or update. The filter pattern for data properties must be in a valid JSON format.',
    () => {
      expect(() => mappedFunction('', { ...ofStream, ...filters({ dynamodb: ['text'] }) })).toThrow(
        'the filter pattern for dynamodb must be JSON',
      );
    },
  );

  documented(
    page,
    'If a pattern contains duplicate keys with different values, Lambda uses only the last value for that key.',
    async () => {
      const Pattern = '{ "dynamodb": { "Keys": { "id": { "S": ["a"], "S": ["b"] } } } }';
      const { start, stream, batches } = mappedFunction('', {
        ...ofStream,
        FilterCriteria: { Filters: [{ Pattern }] },
      });
      stream.put('a', 'b');
      await start();
      expect(batches()).toEqual(['b']);
    },
  );
});

describe('filters of a queue', () => {
  const json = '{"a":1}';

  documented(
    page,
    "If an Amazon SQS message doesn't satisfy your filter criteria, Lambda automatically removes the message from the queue.",
    async () => {
      expect(await ofBodies([json, '{"a":3}'], { body: { a: [1, 2] } })).toEqual({ got: [json], left: [] });
    },
  );

  documented(page, 'This instructs Lambda to process only the records where field a is equal to 1 or 2.', async () => {
    const bodies = ['{"a":1}', '{"a":2}', '{"a":3}'];
    expect((await ofBodies(bodies, { body: { a: [1, 2] } })).got).toEqual(bodies.slice(0, 2));
  });

  documented(page, 'Plain string | Plain string | Lambda filters based on your filter criteria.', async () => {
    expect((await ofBodies(['go', 'stop'], { body: ['go'] })).got).toEqual(['go']);
  });

  documented(page, 'Plain string | Valid JSON | Lambda drops the message.', async () => {
    expect(await ofBodies(['text'], { body: { a: [{ exists: false }] } })).toEqual({ got: [], left: [] });
  });

  documented(page, 'Valid JSON | Plain string | Lambda drops the message.', async () => {
    expect(await ofBodies([json], { body: [{ exists: true }] })).toEqual({ got: [], left: [] });
  });

  documented(page, 'Valid JSON | Valid JSON | Lambda filters based on your filter criteria.', async () => {
    expect((await ofBodies([json], { body: { a: [1] } })).got).toEqual([json]);
  });

  documented(page, "If you don't include body as part of your FilterCriteria, Lambda skips this check.", async () => {
    const pattern = { attributes: { ApproximateReceiveCount: ['1'] } };
    expect((await ofBodies([json, 'text'], pattern)).got).toEqual([json, 'text']);
  });
});
