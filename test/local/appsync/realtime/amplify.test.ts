import { expect, test } from 'vitest';
import { eventually } from '../../../support/eventually.ts';
import { amplifyClient, startOpenApi, type Mode } from './clients.ts';

const MODES: Mode[] = ['apiKey', 'userPool', 'iam'];
const ON_SET = 'subscription { onSet(id: "x") { id v } }';

test.each(MODES)('aws-amplify queries, mutates and subscribes by %s', async (mode) => {
  const client = amplifyClient(await startOpenApi());
  expect(await client.ask('{ a }', mode)).toEqual({ data: { a: 1 } });
  const { seen, errors } = client.subscribe(ON_SET, mode);
  // Amplify does not say when a subscription has started: mutations until one arrives.
  await eventually(async () => {
    await client.ask('mutation { set(id: "y", v: 0) { id v } }', mode);
    await client.ask('mutation { set(id: "x", v: 1) { id v } }', mode);
    expect(seen).not.toEqual([]);
  });
  expect(seen[0]).toMatchObject({ data: { onSet: { id: 'x', v: 1 } } });
  expect(errors).toEqual([]);
});

test('aws-amplify holds subscriptions of several modes on one connection; what is unsubscribed gets no more', async () => {
  const client = amplifyClient(await startOpenApi());
  const [byKey, byToken, signed] = MODES.map((mode) => client.subscribe(ON_SET, mode));
  const set = (v: number) => client.ask(`mutation { set(id: "x", v: ${v}) { id v } }`);
  await eventually(async () => {
    await set(1);
    for (const { seen } of [byKey!, byToken!, signed!]) expect(seen).not.toEqual([]);
  });
  byToken!.unsubscribe();
  const before = byToken!.seen.length;
  await eventually(async () => {
    await set(2);
    expect(byKey!.seen).toContainEqual(expect.objectContaining({ data: { onSet: { id: 'x', v: 2 } } }));
    expect(signed!.seen).toContainEqual(expect.objectContaining({ data: { onSet: { id: 'x', v: 2 } } }));
  });
  expect(byToken!.seen).toHaveLength(before);
});

test('aws-amplify tells why a subscription was refused', async () => {
  const { errors } = amplifyClient(await startOpenApi()).subscribe('subscription { onNever { id } }', 'apiKey');
  await eventually(() => expect(errors).not.toEqual([]));
  expect(JSON.stringify(errors)).toContain('Not Authorized to access onNever on type Subscription');
});

test('aws-amplify tells why a connection was refused', async () => {
  const api = await startOpenApi();
  const { errors } = amplifyClient(api, 'expired').subscribe(ON_SET, 'userPool');
  await eventually(() => expect(errors).not.toEqual([]));
  expect(JSON.stringify(errors)).toContain('Connection failed');
});

test('aws-amplify is cut by an invalidation, connects again, and is refused for a role that is lost', async () => {
  const api = await startOpenApi();
  const client = amplifyClient(api);
  const { seen, errors } = client.subscribe('subscription { onMine { id } }', 'userPool');
  const set = () => client.ask('mutation { set(id: "x", v: 1) { id } }');
  await eventually(async () => {
    await set();
    expect(seen).not.toEqual([]);
  });
  const known = await api.ports.verifyToken('us-east-1_pool', 'student');
  api.ports.tokens.set('student', { ...known, groups: [] });
  await client.ask('mutation { ban(user: "student") }');
  const before = seen.length;
  await set();
  await eventually(() => expect(JSON.stringify(errors)).toContain('Not Authorized to access onMine'));
  await set();
  expect(seen).toHaveLength(before);
});
