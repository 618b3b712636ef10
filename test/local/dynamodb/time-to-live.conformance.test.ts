import { describe, expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { guide } from './conformance.ts';
import { streamed } from './streamed.ts';
import { get, put } from './table.ts';

const TTL = guide('howitworks-ttl');
const FORMAT = guide('time-to-live-ttl-before-you-start');
const HOUR = 60 * 60 * 1000;
const table = { TableName: 'Data' };

describe('time to live', () => {
  const seconds = (milliseconds: number) => ({ expires: { N: String(Math.floor(milliseconds / 1000)) } });

  async function expiring() {
    const db = await streamed(undefined, { TimeToLiveSpecification: { AttributeName: 'expires', Enabled: true } });
    const now = db.cloud.clock.now();
    return {
      ...db,
      now,
      store: (attributes: Record<string, unknown>) => db.run('PutItem', put('a', attributes)),
      isThere: async () => 'Item' in (await db.run('GetItem', get('a'))),
      pass: async (milliseconds: number) => {
        db.cloud.clock.pass(milliseconds);
        await db.dynamodb.idle();
      },
    };
  }

  documented(
    TTL,
    'Items that have expired, but haven’t yet been deleted by TTL, still appear in reads, queries, and scans.',
    async () => {
      const { store, isThere, now, run } = await expiring();
      await store(seconds(now - 5000));
      expect(await isThere()).toBe(true);
      expect(await run('Scan', table)).toMatchObject({ Count: 1 });
    },
  );

  documented(
    TTL,
    'Items that are past their expiration, but have not yet been deleted can still be updated, and successful updates to change or remove the expiration attribute will be honored.',
    async () => {
      const { store, isThere, now, pass, run } = await expiring();
      await store(seconds(now - 5000));
      await run('UpdateItem', { ...get('a'), UpdateExpression: 'REMOVE expires' });
      await pass(HOUR);
      expect(await isThere()).toBe(true);
    },
  );

  documented(
    TTL,
    'Items are removed from any local secondary index and global secondary index in the same way as a DeleteItem operation.',
    async () => {
      const { store, now, pass, run } = await expiring();
      await store({ ...seconds(now - 5000), kind: { S: 'k' } });
      await pass(HOUR);
      const query = {
        IndexName: 'byKind',
        KeyConditionExpression: 'kind = :k',
        ExpressionAttributeValues: { ':k': { S: 'k' } },
      };
      expect(await run('Query', { ...table, ...query })).toMatchObject({ Count: 0 });
    },
  );

  documented(
    TTL,
    'A delete operation for each item enters the DynamoDB Stream, but is tagged as a system delete and not a regular delete.',
    async () => {
      const { store, now, pass, records } = await expiring();
      await store(seconds(now - 5000));
      await pass(HOUR);
      expect((await records()).at(-1)).toMatchObject({ eventName: 'REMOVE', userIdentity: { type: 'Service' } });
    },
  );

  documented(
    guide('time-to-live-ttl-streams'),
    'Items that are deleted by the Time to Live process after expiration have the following fields:',
    async () => {
      const { store, now, pass, records } = await expiring();
      await store(seconds(now - 5000));
      await pass(HOUR);
      const identity = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };
      expect((await records()).map(({ userIdentity }) => userIdentity)).toEqual([undefined, identity]);
    },
  );

  documented(
    FORMAT,
    'For example, if you specify for a table to use the attribute name expdate as the TTL attribute, but the attribute on an item is a String data type, the TTL processes ignore the item.',
    async () => {
      const { store, isThere, now, pass } = await expiring();
      await store({ expires: { S: seconds(now - 5000).expires.N } });
      await pass(HOUR);
      expect(await isThere()).toBe(true);
    },
  );

  documented(FORMAT, 'The TTL attribute’s value must be a top-level Number data type.', async () => {
    const { store, isThere, now, pass } = await expiring();
    await store({ map: { M: seconds(now - 5000) } });
    await pass(HOUR);
    expect(await isThere()).toBe(true);
  });

  documented(
    FORMAT,
    'The TTL attribute value must be a datetimestamp with an expiration of no more than five years in the past.',
    async () => {
      const { store, isThere, now, pass } = await expiring();
      const fiveYears = 5 * 365 * 24 * HOUR;
      await store(seconds(now - fiveYears - HOUR));
      await pass(HOUR);
      expect(await isThere()).toBe(true);
      await store(seconds(now - fiveYears + 3 * HOUR));
      await pass(HOUR);
      expect(await isThere()).toBe(false);
    },
  );
});
