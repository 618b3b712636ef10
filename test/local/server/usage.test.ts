import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Principal } from '../../../local/iam/principal.ts';
import { Usage } from '../../../local/usage.ts';

const session = (name: string): Principal => ({
  kind: 'role',
  arn: `arn:aws:sts::000000000000:assumed-role/Role/${name}`,
  roleArn: 'arn:aws:iam::000000000000:role/Role',
});
const resolvers = session('APPSYNC_ASSUME_ROLE');

it('sums of a caller are those of its own requests, and make up the sums of all', () => {
  const usage = new Usage();
  const read = usage.begin('dynamodb', 'GetItem', resolvers);
  // A consumer works at the same time.
  const write = usage.begin('dynamodb', 'PutItem', session('consumer'));
  read({ rcu: 1, wcu: 0 });
  usage.begin('dynamodb', 'PutItem', resolvers)({ rcu: 0, wcu: 2 });
  write({ rcu: 0, wcu: 4 });
  usage.begin('dynamodb', 'PutItem', session('consumer'))({ rcu: 0, wcu: 8 });
  const item = (requests: number, rcu: number, wcu: number) => ({ requests, rcu, wcu });
  expect(usage.report()).toEqual({
    requests: 4,
    depth: 3,
    rcu: 1,
    wcu: 14,
    byOperation: { 'dynamodb:GetItem': item(1, 1, 0), 'dynamodb:PutItem': item(3, 0, 14) },
    byKey: {},
    byCaller: {
      resolvers: {
        requests: 2,
        depth: 2,
        rcu: 1,
        wcu: 2,
        byOperation: { 'dynamodb:GetItem': item(1, 1, 0), 'dynamodb:PutItem': item(1, 0, 2) },
        invoked: [],
      },
      consumer: {
        requests: 2,
        depth: 2,
        rcu: 0,
        wcu: 12,
        byOperation: { 'dynamodb:PutItem': item(2, 0, 12) },
        invoked: [],
      },
    },
  });
  usage.clear();
  expect(usage.report()).toMatchObject({ requests: 0, depth: 0, byCaller: {} });
});

it('waves of a caller are not those of others', () => {
  const usage = new Usage();
  const slow = usage.begin('dynamodb', 'Query', resolvers);
  for (let request = 0; request < 5; request += 1) usage.begin('sqs', 'SendMessage', session('consumer'))();
  usage.begin('dynamodb', 'Query', resolvers)();
  slow();
  const { byCaller } = usage.report() as { byCaller: Record<string, { depth: number }> };
  expect([byCaller['resolvers']?.depth, byCaller['consumer']?.depth]).toEqual([1, 5]);
});

it('names the functions that a caller has invoked', () => {
  const usage = new Usage();
  usage.begin('lambda', 'Invoke', resolvers, 'me')();
  usage.begin('lambda', 'Invoke', resolvers, 'me')();
  usage.begin('lambda', 'Invoke', 'nightly', 'sweep')();
  expect(usage.report()).toMatchObject({
    byCaller: { resolvers: { requests: 2, invoked: ['me'] }, nightly: { requests: 1, invoked: ['sweep'] } },
  });
});

it('tells resolvers that run for a role from those that run for people', async () => {
  const usage = new Usage();
  const request = async () => {
    await delay(1);
    usage.begin('dynamodb', 'UpdateItem', resolvers)();
  };
  const administrator: Principal = { kind: 'administrator', arn: 'arn:aws:iam::000000000000:root' };
  await Promise.all([
    request(),
    usage.resolvingFor(session('aggregate'), request),
    usage.resolvingFor(administrator, request),
    usage.resolvingFor(session('aggregate'), async () => {
      usage.begin('dynamodb', 'PutItem', session('other'))();
    }),
  ]);
  expect(usage.report()).toMatchObject({
    byCaller: { resolvers: { requests: 2 }, 'resolvers for aggregate': { requests: 1 }, other: { requests: 1 } },
  });
});
