import { describe, expect, it } from 'vitest';
import { ExpiringItems } from '../../../local/dynamodb/streams/expiring-items.ts';
import { temporaryFolder } from '../support/cloud.ts';
import { streamed } from './streamed.ts';
import { ADMINISTRATOR, emptyDatabase, EVERYTHING, get, key, put } from './table.ts';

const MINUTE = 60 * 1000;
const YEAR = 365 * 24 * 60 * MINUTE;
const EXPIRING = { TimeToLiveSpecification: { AttributeName: 'expires-at', Enabled: true } };
const SERVICE = { type: 'Service', principalId: 'dynamodb.amazonaws.com' };

const at = (milliseconds: number) => ({ 'expires-at': { N: String(Math.floor(milliseconds / 1000)) } });

async function pass(db: Awaited<ReturnType<typeof streamed>>, milliseconds: number) {
  db.cloud.clock.pass(milliseconds);
  await db.dynamodb.idle();
}

describe('an item whose time to live is over', () => {
  it('is there until a sweep deletes it, and the record names the service', async () => {
    const db = await streamed(undefined, EXPIRING);
    const now = db.cloud.clock.now();
    await db.run('PutItem', put('a', at(now + 10_000)));
    await db.run('PutItem', put('b', at(now + 10 * MINUTE)));
    await pass(db, 30_000);
    expect(await db.run('GetItem', get('a'))).toHaveProperty('Item');
    await pass(db, MINUTE);
    expect(await db.run('GetItem', get('a'))).toEqual({});
    expect(await db.run('GetItem', get('b'))).toHaveProperty('Item');
    await db.run('DeleteItem', get('b'));
    const removals = (await db.records()).filter(({ eventName }) => eventName === 'REMOVE');
    expect(removals.map(({ userIdentity }) => userIdentity)).toEqual([SERVICE, undefined]);
    expect(removals[0]?.dynamodb.OldImage).toMatchObject(at(now + 10_000));
  });

  it('is deleted when a lever moves the clock, all of them before the cloud is idle', async () => {
    const db = await streamed(undefined, EXPIRING);
    const soon = at(db.cloud.clock.now() + 1000);
    for (let n = 0; n < 60; n += 1) await db.run('PutItem', put(`item-${n}`, soon));
    await pass(db, 24 * 60 * MINUTE);
    expect(await db.run('Scan', { TableName: 'Data' })).toMatchObject({ Count: 0 });
  });

  it('is deleted also where the clock was moved back', async () => {
    const db = await streamed(undefined, EXPIRING);
    db.cloud.clock.pass(-30 * 24 * 60 * MINUTE);
    await db.run('PutItem', put('a', at(db.cloud.clock.now() + 1000)));
    await pass(db, 2 * MINUTE);
    expect(await db.run('GetItem', get('a'))).toEqual({});
  });

  it('costs no capacity', async () => {
    const db = await streamed(undefined, EXPIRING);
    await db.as(EVERYTHING)('PutItem', put('a', at(db.cloud.clock.now() + 1000)));
    db.cloud.usage.clear();
    await pass(db, 2 * MINUTE);
    expect(db.cloud.usage.report()).toMatchObject({ requests: 0, wcu: 0 });
  });

  it.each<[string, (now: number) => Record<string, unknown>]>([
    ['a text', (now) => ({ 'expires-at': { S: String(Math.floor(now / 1000) - 60) } })],
    ['older than five years', (now) => at(now - 5 * YEAR - MINUTE)],
    ['in the future', (now) => at(now + 60 * MINUTE)],
    ['in another attribute', (now) => ({ expires: at(now)['expires-at'] })],
    ['milliseconds', (now) => ({ 'expires-at': { N: String(now - MINUTE) } })],
  ])('is kept when the attribute is %s', async (_, attributes) => {
    const db = await streamed(undefined, EXPIRING);
    await db.run('PutItem', put('a', attributes(db.cloud.clock.now())));
    await pass(db, 3 * MINUTE);
    expect(await db.run('GetItem', get('a'))).toHaveProperty('Item');
  });

  it('goes from a table without a stream as well', async () => {
    const db = emptyDatabase();
    await db.deploy(EXPIRING);
    await db.dynamodb.execute(ADMINISTRATOR, 'PutItem', put('a', at(db.cloud.clock.now() + 1000)));
    db.cloud.clock.pass(2 * MINUTE);
    await db.dynamodb.idle();
    expect(await db.dynamodb.execute(ADMINISTRATOR, 'GetItem', get('a'))).toEqual({});
  });

  it('goes after a start and after a reset, and stays where the table has no time to live any more', async () => {
    const folder = temporaryFolder();
    const first = await streamed(folder, EXPIRING);
    for (const pk of ['a', 'b']) await first.run('PutItem', put(pk, at(first.cloud.clock.now() + 1000)));
    await first.dynamodb.stop();
    const second = await streamed(folder, EXPIRING);
    const snapshot = temporaryFolder();
    await second.dynamodb.snapshot(snapshot);
    await pass(second, 2 * MINUTE);
    expect(await second.run('Scan', { TableName: 'Data' })).toMatchObject({ Count: 0 });
    await second.dynamodb.restore(snapshot);
    expect(await second.run('Scan', { TableName: 'Data' })).toMatchObject({ Count: 2 });
    await second.run('UpdateTimeToLive', {
      TableName: 'Data',
      TimeToLiveSpecification: { AttributeName: 'expires-at', Enabled: false },
    });
    await pass(second, 2 * MINUTE);
    expect(await second.run('Scan', { TableName: 'Data' })).toMatchObject({ Count: 2 });
  });
});

it("a process killed while it deletes still knows the service's records", async () => {
  const folder = temporaryFolder();
  const first = await streamed(folder, EXPIRING);
  const now = first.cloud.clock.now();
  for (const pk of ['a', 'b']) await first.run('PutItem', put(pk, at(now + 1000)));
  // As it is on disk between the deletion and its mark.
  await first.run('DeleteItem', get('a'));
  await first.dynamodb.stop();
  new ExpiringItems(`${folder}/dynamodb`).begin({ table: 'Data', after: 2, keys: [key('a'), key('b')] });
  const second = await streamed(folder, EXPIRING);
  expect((await second.records()).at(-1)).toMatchObject({ eventName: 'REMOVE', userIdentity: SERVICE });
  await second.run('DeleteItem', get('b'));
  expect((await second.records()).at(-1)).not.toHaveProperty('userIdentity');
});
