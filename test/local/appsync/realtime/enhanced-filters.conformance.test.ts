import { expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { delivered, subscribed } from './support.ts';
import { create, group, passing, startTickets, values } from './tickets.ts';

const PAGE = 'appsync/latest/devguide/aws-appsync-real-time-enhanced-filtering.html';

const IMPORTANT = [
  group(
    { fieldName: 'severity', operator: 'ge', value: 7 },
    { fieldName: 'priority', operator: 'in', value: ['high', 'medium'] },
  ),
  group(
    { fieldName: 'category', operator: 'eq', value: 'security' },
    { fieldName: 'group', operator: 'in', value: ['admin', 'operators'] },
  ),
];

documented(
  PAGE,
  'You can configure multiple rules in a filter that are evaluated using AND logic, while multiple filters in a filter group are evaluated using OR logic',
  async () => {
    const tickets = [
      { severity: 7, priority: 'high' },
      { severity: 7, priority: 'low' },
      { severity: 6, priority: 'high' },
      { category: 'security', group: 'admin' },
      { category: 'security', group: 'others' },
      { severity: 9, group: 'admin' },
    ];
    expect(await passing(tickets, ...IMPORTANT)).toEqual([0, 3]);
  },
);

documented(
  PAGE,
  'Filters defined in the subscription resolver (enhanced filtering) take precedence over filtering based only on subscription arguments (basic filtering).',
  async () => {
    const api = await startTickets();
    const filter = JSON.stringify({ filterGroup: [group({ fieldName: 'severity', operator: 'ge', value: 7 })] });
    const query = 'subscription ($filter: AWSJSON) { onTicket(filter: $filter, group: "aws") { id } }';
    const client = await subscribed(api, query, { variables: { filter } });
    await create(api, { id: '1', severity: 9, group: 'other' });
    await create(api, { id: '2', severity: 1, group: 'aws' });
    expect(await delivered(client)).toEqual([{ onTicket: { id: '1' } }]);
  },
);

documented(
  PAGE,
  'However, if there are no extensions filtering methods in the subscription resolver, arguments defined in the client are used only for basic filtering.',
  async () => {
    const api = await startTickets();
    const client = await subscribed(api, 'subscription { onTicket(group: "aws") { id } }');
    await create(api, { id: '1', group: 'other' });
    await create(api, { id: '2', group: 'aws' });
    expect(await delivered(client)).toEqual([{ onTicket: { id: '2' } }]);
  },
);

documented(PAGE, 'You can use that information to establish filters based on your users’ identity.', async () => {
  const api = await startTickets();
  const client = await subscribed(api, 'subscription { onUser { __typename } }', {
    headers: { authorization: 'student' },
  });
  await create(api, { group: 'admin' });
  expect(await client.received()).toEqual([]);
  await create(api, { group: 'student' });
  expect(await client.received()).toHaveLength(1);
});

documented(
  PAGE,
  'You can set up a subscription filter to only receive newly created tickets that belong to the provided group',
  async () => {
    const api = await startTickets();
    const client = await subscribed(api, 'subscription OnGroup { onGroupTicketCreated(group: "aws") { id } }');
    await create(api, { id: '1', group: 'aws', status: 'pending' });
    await create(api, { id: '2', group: 'aws', status: 'done' });
    await create(api, { id: '3', group: 'other', status: 'pending' });
    expect(await delivered(client)).toEqual([{ onGroupTicketCreated: { id: '1' } }]);
  },
);

documented(PAGE, 'Clients receive data only if the defined filter criteria is met.', async () => {
  expect(await values({ fieldName: 'status', operator: 'eq', value: 'pending' }, 'done', null)).toEqual([]);
});

documented(PAGE, 'With this schema, you can use a . separator to represent nesting.', async () => {
  const filter = { fieldName: 'location.address.country', operator: 'eq', value: 'USA' };
  const place = (country: string) => ({ location: { address: { country } } });
  expect(await passing([place('USA'), place('NZ'), {}, { location: {} }], group(filter))).toEqual([0]);
});

documented(
  PAGE,
  "Enhanced filters don't support filtering for top-level object lists. In this use case, published data from the mutation will be ignored for enhanced subscriptions.",
  async () => {
    const api = await startTickets();
    const query = 'subscription ($filter: AWSJSON) { onTickets(filter: $filter) { id } }';
    const filter = JSON.stringify({ filterGroup: [group({ fieldName: 'id', operator: 'eq', value: '1' })] });
    const filtered = await subscribed(api, query, { variables: { filter } });
    const all = await subscribed(api, query);
    await api.query('mutation ($input: AWSJSON) { createTickets(input: $input) { id } }', { input: '[{ "id": "1" }]' });
    expect(await delivered(filtered)).toEqual([]);
    expect(await delivered(all)).toEqual([{ onTickets: [{ id: '1' }] }]);
  },
);

documented(
  PAGE,
  'AWS AppSync supports up to five levels of nesting. Filters on schema fields past nesting level five will be ignored.',
  async () => {
    const deep = { location: { a: { a: { a: { value: 'x', a: { value: 'x' } } } } } };
    const filter = (fieldName: string) => group({ fieldName, operator: 'eq', value: 'x' });
    expect(await passing([deep], filter('location.a.a.a.value'))).toEqual([0]);
    expect(await passing([deep], filter('location.a.a.a.a.value'))).toEqual([]);
  },
);

const IN_THE_USA = { location: { address: { country: 'USA' } } };

documented(
  PAGE,
  'Based on the filters defined in the preceding example, important tickets are automatically pushed to subscribed API clients if a ticket is created with:',
  async () => {
    const api = await startTickets();
    const client = await subscribed(api, 'subscription { onSpecialTicketCreated { id } }');
    await create(api, { id: '1', priority: 'high', severity: 7 });
    await create(api, { id: '2', priority: 'high', severity: 6 });
    await create(api, { id: '3', category: 'security', group: 'operators' });
    await create(api, { id: '4', category: 'security', group: 'other' });
    const seen = (await delivered(client)) as { onSpecialTicketCreated: { id: string } }[];
    expect(seen.map(({ onSpecialTicketCreated }) => onSpecialTicketCreated.id)).toEqual(['1', '3']);
  },
);

documented(PAGE, "The subscription will be triggered if the ticket's address is set to USA:", async () => {
  const api = await startTickets();
  const client = await subscribed(api, 'subscription { onNestedTicketCreated { id } }');
  await create(api, { id: '1', ...IN_THE_USA });
  await create(api, { id: '2', location: { address: { country: 'NZ' } } });
  expect(await delivered(client)).toEqual([{ onNestedTicketCreated: { id: '1' } }]);
});

documented(
  PAGE,
  'Filters are assigned when a given client invokes the subscription query in a secure WebSocket connection.',
  async () => {
    const api = await startTickets();
    const query = 'subscription ($filter: String) { onOwnFilter(filter: $filter) { id } }';
    const [low, high] = [
      await subscribed(api, query, { variables: { filter: '{"severity":{"le":2}}' } }),
      await subscribed(api, query, { variables: { filter: '{"severity":{"gt":2}}' } }),
    ];
    await create(api, { id: '1', severity: 1 });
    await create(api, { id: '2', severity: 3 });
    expect(await delivered(low)).toEqual([{ onOwnFilter: { id: '1' } }]);
    expect(await delivered(high)).toEqual([{ onOwnFilter: { id: '2' } }]);
  },
);
