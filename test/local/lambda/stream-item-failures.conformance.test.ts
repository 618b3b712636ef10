import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { mappedFunction, ofStream } from './mapped-function.ts';

const page = 'lambda/latest/dg/with-ddb.html';
const partial = { ...ofStream, FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 2 };
const reported = (id: string) =>
  `if (n === 1) return { batchItemFailures: [{ itemIdentifier: ${id} }] }; return { batchItemFailures: [] };`;
const sequence = 'event.Records[1].dynamodb.SequenceNumber';

describe('reporting batch item failures', () => {
  documented(
    page,
    'by default Lambda checkpoints to the highest sequence number of a batch only when the batch is a complete success.',
    async () => {
      const { start, stream, batches } = mappedFunction(reported(sequence), ofStream);
      stream.put('a', 'b', 'c');
      await start();
      expect(batches()).toEqual(['abc']);
    },
  );

  documented(page, 'Lambda then retries all records starting from that checkpoint.', async () => {
    const { start, stream, batches } = mappedFunction(reported(sequence), partial);
    stream.put('a', 'b', 'c');
    await start();
    expect(batches()).toEqual(['abc', 'bc']);
  });

  documented(
    page,
    'If the batchItemFailures array contains multiple items, Lambda uses the record with the lowest sequence number as the checkpoint.',
    async () => {
      const { start, stream, batches } = mappedFunction(
        `if (n > 1) return {};
         return { batchItemFailures: [2, 1].map((at) => ({ itemIdentifier: event.Records[at].dynamodb.SequenceNumber })) };`,
        partial,
      );
      stream.put('a', 'b', 'c');
      await start();
      expect(batches()).toEqual(['abc', 'bc']);
    },
  );

  for (const [quote, response] of [
    ['An empty batchItemFailure list', '{ batchItemFailures: [] }'],
    ['A null batchItemFailure list', '{ batchItemFailures: null }'],
    ['An empty EventResponse', '{}'],
    ['A null EventResponse', 'null'],
  ] as const) {
    documented(page, quote, async () => {
      const { start, stream, batches } = mappedFunction(`return ${response};`, partial);
      stream.put('a', 'b');
      await start();
      expect(batches()).toEqual(['ab']);
    });
  }

  for (const [quote, item] of [
    ['An empty string itemIdentifier', '{ itemIdentifier: "" }'],
    ['A null itemIdentifier', '{ itemIdentifier: null }'],
    ['An itemIdentifier with a bad key name', '{ identifier: event.Records[1].dynamodb.SequenceNumber }'],
  ] as const) {
    documented(page, quote, async () => {
      const { start, stream, batches } = mappedFunction(
        `return { batchItemFailures: n === 1 ? [${item}] : [] };`,
        partial,
      );
      stream.put('a', 'b');
      await start();
      expect(batches()).toEqual(['ab', 'ab']);
    });
  }

  documented(
    page,
    'If your invocation fails and BisectBatchOnFunctionError is turned on, the batch is bisected regardless of your ReportBatchItemFailures setting.',
    async () => {
      const { start, stream, batches } = mappedFunction('if (n === 1) throw new Error("no");', {
        ...partial,
        BisectBatchOnFunctionError: true,
      });
      stream.put('a', 'b', 'c', 'd');
      await start();
      expect(batches()).toEqual(['abcd', 'ab', 'cd']);
    },
  );

  documented(
    page,
    'the batch is bisected at the returned sequence number and Lambda retries only the remaining records.',
    async () => {
      const { start, stream, batches } = mappedFunction(reported('event.Records[3].dynamodb.SequenceNumber'), {
        ...partial,
        BisectBatchOnFunctionError: true,
      });
      stream.put('a', 'b', 'c', 'd');
      await start();
      expect(batches()).toEqual(['abcd', 'd']);
    },
  );
});
