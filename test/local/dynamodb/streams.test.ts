import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { eventually } from '../../support/eventually.ts';
import { temporaryFolder } from '../support/cloud.ts';
import { numberOf, streamed } from './streamed.ts';
import { ADMINISTRATOR, ARN, errorOf, get, increment, key, put } from './table.ts';

const HOUR = 60 * 60 * 1000;

describe('a stream', () => {
  it('has a record for each change, in the form in which AWS delivers it', async () => {
    const { run, records, cloud, arn } = await streamed();
    await run('PutItem', put('a', { n: { N: '1' } }));
    await run('UpdateItem', increment('a'));
    await run('DeleteItem', get('a'));
    const all = await records();
    expect(all.map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY', 'REMOVE']);
    const [one, two] = [
      { ...key('a'), n: { N: '1' } },
      { ...key('a'), n: { N: '2' } },
    ];
    expect(all[1]).toEqual({
      eventID: expect.stringMatching(/^[\da-f]{32}$/),
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      dynamodb: {
        ApproximateCreationDateTime: Math.floor(cloud.clock.now() / 1000),
        Keys: key('a'),
        NewImage: two,
        OldImage: one,
        SequenceNumber: expect.stringMatching(/^\d{21}$/),
        SizeBytes: 6 + 2 * 9,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
      eventSourceARN: arn,
    });
    expect(arn).toMatch(new RegExp(`^${ARN}/stream/\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}$`));
  });

  it('has none for a write that changes nothing, however the engine orders its members', async () => {
    const { run, records } = await streamed();
    const item = put('a', {
      m: { M: { a: { N: '1' }, b: { L: [{ S: 'x' }, { S: 'y' }] }, c: { BOOL: true } } },
      s: { SS: ['p', 'q', 'r'] },
      t: { S: 'text' },
    });
    for (let times = 0; times < 10; times += 1) await run('PutItem', item);
    await run('UpdateItem', { ...get('a'), UpdateExpression: 'SET t = t' });
    await run('DeleteItem', get('none'));
    expect(await records()).toHaveLength(1);
    await run('PutItem', put('a', { ...item.Item, m: { M: { b: { L: [{ S: 'y' }, { S: 'x' }] } } } }));
    expect(await records()).toHaveLength(2);
  });

  it.each([
    ['KEYS_ONLY', []],
    ['NEW_IMAGE', ['NewImage']],
    ['OLD_IMAGE', ['OldImage']],
    ['NEW_AND_OLD_IMAGES', ['NewImage', 'OldImage']],
  ])('of the view %s shows %j', async (StreamViewType, images) => {
    const { run, records, dynamodb } = await streamed(undefined, { StreamSpecification: { StreamViewType } });
    await run('PutItem', put('a'));
    await run('PutItem', put('a'));
    await run('UpdateItem', increment('a'));
    const [, modified, ...others] = await records();
    expect(others).toEqual([]);
    expect(Object.keys(modified?.dynamodb ?? {}).filter((name) => name.endsWith('Image'))).toEqual(images);
    const { Table } = await dynamodb.execute(ADMINISTRATOR, 'DescribeTable', { TableName: 'Data' });
    expect(Table).toMatchObject({ StreamSpecification: { StreamEnabled: true, StreamViewType } });
  });

  it('tells of each item of a transaction and of a batch', async () => {
    const { run, records } = await streamed();
    await run('TransactWriteItems', { TransactItems: [{ Put: put('a') }, { Update: increment('b') }] });
    await run('BatchWriteItem', {
      RequestItems: { Data: ['c', 'd'].map((pk) => ({ PutRequest: { Item: key(pk) } })) },
    });
    expect((await records()).map(({ dynamodb }) => dynamodb.Keys['pk'])).toEqual(
      ['a', 'b', 'c', 'd'].map((S) => ({ S })),
    );
  });

  it('tells watchers soon after a write', async () => {
    const { run, dynamodb, arn } = await streamed();
    const told = vi.fn();
    const stop = dynamodb.streams.watch(arn, told);
    await run('PutItem', put('a'));
    await eventually(() => expect(told).toHaveBeenCalledTimes(1));
    await run('PutItem', put('a'));
    await run('GetItem', get('a'));
    dynamodb.splitShards('Data');
    expect(told).toHaveBeenCalledTimes(2);
    stop();
    await run('PutItem', put('b'));
    await new Promise((resolve) => setImmediate(resolve));
    expect(told).toHaveBeenCalledTimes(2);
  });

  it('is read from a place on, page by page', async () => {
    const { run, shards, dynamodb, arn } = await streamed();
    for (let n = 0; n < 30; n += 1) await run('PutItem', put('same', { n: { N: String(n) } }));
    const { streams } = dynamodb;
    const [shardId] = shards()
      .map((shard) => shard.shardId)
      .filter((id) => streams.latest(arn, id));
    expect(shardId).toBeDefined();
    const seen: unknown[] = [];
    let after: string | undefined;
    for (;;) {
      const page = await streams.records(ADMINISTRATOR, arn, shardId ?? '', after, 7);
      if (page.length === 0) break;
      seen.push(...page.map((record) => record.dynamodb.NewImage?.['n']));
      after = page.at(-1)?.dynamodb.SequenceNumber;
    }
    expect(seen).toEqual(Array.from({ length: 30 }, (_, n) => ({ N: String(n) })));
    expect(streams.latest(arn, shardId ?? '')).toBe(after);
  });

  it('needs the permissions of its ARN', async () => {
    const { dynamodb, arn } = await streamed();
    const stranger = { kind: 'role', arn: 'arn:aws:sts::000000000000:assumed-role/x/y', roleArn: 'arn:x' } as const;
    expect(() => dynamodb.streams.shards(stranger, arn)).toThrow(/dynamodb:DescribeStream on resource: .*\/stream\//);
    const error = await errorOf(dynamodb.streams.records(stranger, arn, 'x', undefined, 1));
    expect(error.code).toBe('AccessDeniedException');
  });
});

describe('what outlives', () => {
  it('a stop and a start: the ARN, the shards, the records with their ids', async () => {
    const folder = temporaryFolder();
    const first = await streamed(folder);
    await first.run('PutItem', put('a'));
    await first.run('PutItem', put('a'));
    first.dynamodb.splitShards('Data');
    await first.run('PutItem', put('b'));
    const before = { arn: first.arn, shards: first.shards(), records: await first.records() };
    await first.dynamodb.stop();
    const second = await streamed(folder);
    expect({ arn: second.arn, shards: second.shards() }).toEqual({ arn: before.arn, shards: before.shards });
    const ids = (await second.records()).map(({ eventID }) => eventID);
    expect(ids).toEqual(before.records.map(({ eventID }) => eventID));
    await second.run('PutItem', put('c'));
    expect(await second.records()).toHaveLength(3);
  });

  it('a reset goes back to the records of its snapshot', async () => {
    const { run, records, dynamodb, shards } = await streamed();
    await run('PutItem', put('a'));
    const snapshot = join(temporaryFolder(), 'dynamodb');
    await dynamodb.snapshot(snapshot);
    const then = { records: await records(), shards: shards() };
    await run('PutItem', put('b'));
    dynamodb.splitShards('Data');
    await dynamodb.restore(snapshot);
    expect(shards()).toEqual(then.shards);
    expect((await records()).map(({ eventID }) => eventID)).toEqual(then.records.map(({ eventID }) => eventID));
    await run('PutItem', put('c'));
    expect((await records()).map(({ dynamodb: { Keys } }) => Keys['pk'])).toEqual([{ S: 'a' }, { S: 'c' }]);
  });

  it('kill -9: every acknowledged write has its record, once', async () => {
    const folder = temporaryFolder();
    const script = `
      const { DynamoDb } = await import(${JSON.stringify(new URL('../../../local/dynamodb/dynamodb.ts', import.meta.url).href)});
      const { Faults } = await import(${JSON.stringify(new URL('../../../local/faults.ts', import.meta.url).href)});
      const { MovableClock } = await import(${JSON.stringify(new URL('../../../local/clock.ts', import.meta.url).href)});
      const cloud = { region: 'us-east-1', accountId: '000000000000', stateFolder: ${JSON.stringify(folder)},
        clock: new MovableClock(), faults: new Faults(), log: { warn() {} } };
      const db = new DynamoDb(cloud, { authenticate() {}, authorize() {} });
      const properties = { TableName: 'Data', Replicas: [{ Region: 'us-east-1' }],
        KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }, { AttributeName: 'sk', KeyType: 'RANGE' }],
        AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
        StreamSpecification: { StreamViewType: 'NEW_AND_OLD_IMAGES' } };
      await db.resourceTypes['AWS::DynamoDB::GlobalTable']({ type: 'AWS::DynamoDB::GlobalTable', logicalId: 'T', stack: 'S', address: 'S/T', properties });
      const admin = { kind: 'administrator', arn: '' };
      for (let n = 0; ; n += 1) {
        await db.execute(admin, 'PutItem', { TableName: 'Data', Item: { pk: { S: String(n % 7) }, sk: { S: String(n) } } });
        process.stdout.write(n + '\\n');
      }`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    await eventually(() => expect(output.split('\n').length).toBeGreaterThan(100));
    child.kill('SIGKILL');
    await once(child, 'close');
    const acknowledged = output.split('\n').slice(0, -1);
    const { records, run } = await streamed(folder, {
      GlobalSecondaryIndexes: undefined,
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    });
    const recorded = (await records()).map(({ dynamodb: { Keys } }) =>
      String(Keys['sk'] && Object.values(Keys['sk'])[0]),
    );
    expect(new Set(recorded).size).toBe(recorded.length);
    expect(recorded).toEqual(expect.arrayContaining(acknowledged));
    const { Count } = await run('Scan', { TableName: 'Data', Select: 'COUNT' });
    expect(recorded).toHaveLength(Number(Count));
  });
});

describe('a day later', () => {
  it('records are gone, and new ones are numbered on', async () => {
    const { run, records, cloud } = await streamed();
    await run('PutItem', put('old'));
    const [old] = await records();
    cloud.clock.pass(23 * HOUR);
    await run('PutItem', put('new'));
    expect(await records()).toHaveLength(2);
    cloud.clock.pass(1.5 * HOUR);
    expect((await records()).map(({ dynamodb: { Keys } }) => Keys['pk'])).toEqual([{ S: 'new' }]);
    cloud.clock.pass(48 * HOUR);
    expect(await records()).toEqual([]);
    await run('PutItem', put('later'));
    const [later] = await records();
    expect(BigInt(later ? numberOf(later) : 0)).toBeGreaterThan(BigInt(old ? numberOf(old) : 0));
  });

  it('a closed shard is gone too', async () => {
    const { shards, dynamodb, cloud } = await streamed();
    dynamodb.splitShards('Data');
    expect(shards()).toHaveLength(6);
    cloud.clock.pass(25 * HOUR);
    expect(shards().map(({ endingSequenceNumber }) => endingSequenceNumber)).toEqual(Array(4).fill(undefined));
  });
});

describe('a split', () => {
  it('closes each open shard, and two children hold what comes', async () => {
    const { run, shards, dynamodb, arn } = await streamed();
    await run('PutItem', put('a'));
    const parents = shards();
    const all = dynamodb.splitShards('Data');
    expect(all).toHaveLength(6);
    for (const { shardId } of parents) {
      expect(all.find((shard) => shard.shardId === shardId)?.endingSequenceNumber).toMatch(/^\d{21}$/);
      expect(all.filter(({ parentShardId }) => parentShardId === shardId)).toHaveLength(2);
    }
    await run('PutItem', put('a', { n: { N: '2' } }));
    const holding = all.filter(({ shardId }) => dynamodb.streams.latest(arn, shardId));
    expect(holding).toHaveLength(2);
    expect(holding[1]?.parentShardId).toBe(holding[0]?.shardId);
  });

  it('of a table without a stream says so', async () => {
    const { dynamodb } = await streamed();
    expect(() => dynamodb.splitShards('None')).toThrow(/The table None has no stream/);
  });

  it('loses and repeats nothing, and keeps the order of each item', async () => {
    const { run, shards, dynamodb, arn } = await streamed();
    const written = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'SPLIT'), { maxLength: 12 }),
        async (steps) => {
          for (const step of steps) {
            if (step !== 'SPLIT') {
              const n = (written.get(step) ?? 0) + 1;
              written.set(step, n);
              await run('PutItem', put(step, { n: { N: String(n) } }));
            } else if (shards().length < 60) dynamodb.splitShards('Data');
          }
          const seen = new Map<string, number>();
          // Parents stand before their children.
          for (const { shardId } of shards()) {
            for (const record of await dynamodb.streams.records(ADMINISTRATOR, arn, shardId, undefined, 1000)) {
              const { pk = {}, n = {} } = record.dynamodb.NewImage as Record<string, Record<string, string>>;
              const name = pk['S'] ?? '';
              expect(Number(n['N'])).toBe((seen.get(name) ?? 0) + 1);
              seen.set(name, Number(n['N']));
            }
          }
          expect(seen).toEqual(written);
        },
      ),
      { numRuns: 20 },
    );
  });
});

it('another view is another stream, and the old one can still be read for a day', async () => {
  const { run, deploy, dynamodb, cloud, arn } = await streamed();
  await run('PutItem', put('a'));
  cloud.clock.pass(1000);
  const { attributes } = await deploy({ StreamSpecification: { StreamViewType: 'KEYS_ONLY' } });
  expect(attributes?.['StreamArn']).not.toBe(arn);
  const { streams } = dynamodb;
  const old = streams.shards(ADMINISTRATOR, arn);
  expect(old.every(({ endingSequenceNumber }) => endingSequenceNumber)).toBe(true);
  const pages = old.map(({ shardId }) => streams.records(ADMINISTRATOR, arn, shardId, undefined, 10));
  expect((await Promise.all(pages)).flat()).toHaveLength(1);
});
