import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { EventLog } from '../../../local/event-log.ts';
import { Console, type ConsoleOptions, type ConsolePorts } from '../../../local/console/console.ts';
import { countEntities, listItems } from '../../../local/console/items.ts';
import { Server } from '../../../local/server.ts';
import { temporaryFolder } from '../support/cloud.ts';

const running: Server[] = [];
afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

async function serve(options: ConsoleOptions = {}, ports: Partial<ConsolePorts> = {}) {
  const events = new EventLog(join(temporaryFolder(), 'events.jsonl'));
  const all: ConsolePorts = {
    cloud: { region: 'eu-west-1', accountId: '111122223333', events },
    apis: () => [],
    pools: () => [],
    tables: () => [{ name: 'Orders', key: ['pk', 'sk'] }],
    queues: () => [],
    messages: () => [],
    dynamodb: () => Promise.resolve({}),
    ...ports,
  };
  const server = new Server([new Console(options, all)], { onDefect: () => undefined });
  running.push(server);
  const url = `http://127.0.0.1:${await server.listen(0)}`;
  return { events, get: (path: string, headers = {}) => fetch(`${url}${path}`, { headers }) };
}

const html = { accept: 'text/html,*/*' };

it('a browser gets a page that may load from this origin only', async () => {
  const { get } = await serve();
  const response = await get('/', html);
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const policy = response.headers.get('content-security-policy')!;
  expect(policy.split('; ')[0]).toBe("default-src 'none'");
  const sources = policy.split('; ').flatMap((rule) => rule.split(' ').slice(1));
  expect(
    sources.filter((source) => !/^('none'|'self'|'unsafe-inline'|data:|ws:\/\/127\.0\.0\.1:\d+)$/.test(source)),
  ).toEqual([]);
  expect(policy).toContain("script-src 'self';");
  expect(await response.text()).not.toMatch(/https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
});

it('what an SDK asks of S3 at the same path is not its affair', async () => {
  const { get } = await serve();
  expect((await get('/', { ...html, authorization: 'AWS4-HMAC-SHA256 Credential=local' })).status).toBe(503);
  expect((await get('/', { accept: 'application/xml' })).status).toBe(503);
});

it('it tells what the assembly has, and what the product says of itself', async () => {
  const { get } = await serve({ title: 'Orders', entityAttribute: 'kind' });
  expect(await (await get('/_console/cloud')).json()).toEqual({
    title: 'Orders',
    region: 'eu-west-1',
    accountId: '111122223333',
    apis: [],
    pools: [],
    tables: [{ name: 'Orders', key: ['pk', 'sk'] }],
    people: [],
    entityAttribute: 'kind',
    queries: [],
    documents: [],
  });
});

it('it gives out the documents that it was given, and no other file', async () => {
  const { get } = await serve({ documents: ['LICENSE'] });
  expect(await (await get('/_console/documents/LICENSE')).text()).toContain('Apache License');
  for (const path of ['package.json', '..%2Fpackage.json', '%2Fetc%2Fpasswd']) {
    expect((await get(`/_console/documents/${path}`)).status).toBe(404);
  }
});

it('the newest events come first, by type and text, with the number of each type', async () => {
  const { events, get } = await serve();
  const event = (id: string, detailType: string) => ({
    ...{ id, detailType, bus: 'orders', source: 'shop', detail: { of: id }, resources: [], rules: [] },
    time: '2026-11-20T12:00:00Z',
  });
  events.add(event('one', 'order.placed'), event('two', 'order.paid'), event('three', 'order.placed'));
  const ids = async (query: string) => {
    const answer = (await (await get(`/_console/events?${query}`)).json()) as {
      events: { id: string }[];
      types: unknown;
    };
    expect(answer.types).toEqual([
      { name: 'order.paid', count: 1 },
      { name: 'order.placed', count: 2 },
    ]);
    return answer.events.map(({ id }) => id);
  };
  expect(await ids('')).toEqual(['three', 'two', 'one']);
  expect(await ids('type=order.placed')).toEqual(['three', 'one']);
  expect(await ids('text=two')).toEqual(['two']);
});

it('a table that the template does not have is none', async () => {
  const { get } = await serve();
  expect((await get('/_console/items?table=Others')).status).toBe(404);
});

const TABLE = { name: 'Orders', key: ['pk', 'sk'] };
const ITEMS = Array.from({ length: 1_200 }, (_, index) => ({
  pk: { S: `ORDER#${index}` },
  ...(index % 3 === 0 ? {} : { kind: { S: index % 3 === 1 ? 'Order' : 'Line' } }),
}));

/** Pages as DynamoDB gives them. */
function scans(asked: Record<string, unknown>[] = []) {
  return async (operation: string, input: Readonly<Record<string, unknown>>) => {
    expect(operation).toBe('Scan');
    asked.push(input);
    const from = (input['ExclusiveStartKey'] as { at: { N: string } } | undefined)?.at.N ?? '0';
    const end = Number(from) + Number(input['Limit']);
    const next = end < ITEMS.length ? { LastEvaluatedKey: { at: { N: String(end) } } } : {};
    return { Items: ITEMS.slice(Number(from), end), ...next };
  };
}

it('entities are counted over all pages of a scan', async () => {
  expect(await countEntities(scans(), 'Orders', 'kind')).toEqual({
    entities: [
      { name: 'Line', count: 400 },
      { name: 'Order', count: 400 },
    ],
    others: 400,
    isWhole: true,
  });
});

it('items come page by page to the last one', async () => {
  const filter = { entityAttribute: 'kind', entity: null, text: null };
  let from: string | null = null;
  let found = 0;
  do {
    const { items, next } = await listItems(scans(), TABLE, { ...filter, from });
    found += items.length;
    from = next;
  } while (from !== null);
  expect(found).toBe(ITEMS.length);
});

it('items are asked for by entity, by the lack of one, and by a part of their key', async () => {
  const conditions = async (filter: { entity: string | null; text: string | null }) => {
    const asked: Record<string, unknown>[] = [];
    await listItems(scans(asked), TABLE, { entityAttribute: 'kind', from: null, ...filter });
    return [asked[0]!['FilterExpression'], asked[0]!['ExpressionAttributeValues']];
  };
  expect(await conditions({ entity: 'Order', text: 'A#' })).toEqual([
    '#entity = :entity AND (contains(#key0, :text) OR contains(#key1, :text))',
    { ':entity': { S: 'Order' }, ':text': { S: 'A#' } },
  ]);
  expect(await conditions({ entity: '', text: null })).toEqual(['attribute_not_exists(#entity)', undefined]);
  expect(await conditions({ entity: null, text: null })).toEqual([undefined, undefined]);
});
