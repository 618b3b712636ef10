import { describe, expect, it } from 'vitest';
import { writesByConsumer } from '../../bench/stream-writes.ts';

describe('writes by consumer', () => {
  it('are named for the function', () => {
    const sums = { wcu: 1, byOperation: { 'dynamodb:PutItem': { requests: 1, wcu: 1 } } };
    const names = ['resolvers for Kalpla-dev-Work-NotificationsMakingFunction41441A70-E12CF578D86D', 'resolvers'];
    const byCaller = Object.fromEntries(names.map((name) => [name, sums]));
    expect(writesByConsumer({ byCaller }).map(({ consumer }) => consumer)).toEqual([
      'resolvers for NotificationsMakingFunction',
      'resolvers',
    ]);
  });

  it('are requests that write, and their units; who only reads is left out', () => {
    const operation = (requests: number, wcu: number) => ({ requests, wcu });
    const byCaller = {
      reader: { wcu: 0, byOperation: { 'dynamodb:GetItem': operation(9, 0) } },
      few: { wcu: 1, byOperation: { 'dynamodb:PutItem': operation(1, 1), 'sqs:SendMessage': operation(5, 0) } },
      many: {
        wcu: 14,
        byOperation: { 'dynamodb:TransactWriteItems': operation(3, 12), 'dynamodb:UpdateItem': operation(2, 2) },
      },
    };
    expect(writesByConsumer({ byCaller })).toEqual([
      { consumer: 'many', requests: 5, units: 14 },
      { consumer: 'few', requests: 1, units: 1 },
    ]);
  });
});
