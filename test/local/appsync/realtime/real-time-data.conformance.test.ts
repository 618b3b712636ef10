import { expect } from 'vitest';
import { documented } from '../../support/documented.ts';
import { none, startApi, type RunningApi } from '../support/api.ts';
import { RealtimeClient } from '../support/realtime-client.ts';
import { delivered, respond, subscribed } from './support.ts';

const PAGE = 'appsync/latest/devguide/aws-appsync-real-time-data.html';
const SCHEMA = `
  type Query { a: Int }
  type Mutation {
    addPost(id: ID! author: String! title: String content: String url: String): Post!
    updatePost(id: ID! author: String title: String): Post!
    updateTodo(id: ID, name: String, when: String, where: String, owner: String): Todo
  }
  type Post { id: ID! author: String! title: String content: String url: String version: Int }
  type Todo { id: ID name: String when: String where: String owner: String }
  type Subscription {
    addedPost: Post @aws_subscribe(mutations: ["addPost"])
    changedPost: Post @aws_subscribe(mutations: ["addPost", "updatePost"])
    refusedPost(id: ID): Post @aws_subscribe(mutations: ["addPost"])
    onUpdateTodo(id: ID, when: String, where: String, owner: String): Todo @aws_subscribe(mutations: ["updateTodo"])
    onUpdateOneTodo(id: ID!): Todo @aws_subscribe(mutations: ["updateTodo"])
  }`;

const start = (): Promise<RunningApi> =>
  startApi({
    schema: SCHEMA,
    resolvers: {
      'Mutation.addPost': none('ctx.args'),
      'Mutation.updatePost': none('ctx.args'),
      'Mutation.updateTodo': none('ctx.args'),
      'Subscription.refusedPost': respond(`if (ctx.args.id !== 'mine') { util.unauthorized(); }`),
    },
  });
const ADD = 'mutation { addPost(id: "1", author: "A", title: "T", url: "U") { id author title url version } }';
const update = (fields: string) => `mutation { updateTodo(${fields}) { id name when where owner } }`;

/** What of these updates is delivered to `onUpdateTodo` with such arguments. */
async function delivers(args: string, updates: readonly string[]): Promise<unknown[]> {
  const api = await start();
  const client = await subscribed(api, `subscription { onUpdateTodo${args} { id } }`);
  for (const fields of updates) await api.query(update(fields));
  const todos = (await delivered(client)) as { onUpdateTodo: { id: string } }[];
  return todos.map(({ onUpdateTodo }) => onUpdateTodo.id);
}

documented(PAGE, 'Subscriptions in AWS AppSync are invoked as a response to a mutation.', async () => {
  const api = await start();
  const client = await subscribed(api, 'subscription { addedPost { id } }');
  await api.query('{ a }');
  expect(await delivered(client)).toEqual([]);
  await api.query(ADD);
  expect(await delivered(client)).toEqual([{ addedPost: { id: '1' } }]);
});

documented(
  PAGE,
  'For fine-grained access controls on subscriptions, you can attach resolvers to your subscription fields and perform logic using the identity of the caller and AWS AppSync data sources.',
  async () => {
    const api = await start();
    const headers = { 'x-api-key': api.apiKey };
    const client = await RealtimeClient.ready(api);
    expect(await client.start('1', 'subscription { refusedPost(id: "other") { id } }', headers)).toMatchObject({
      type: 'error',
      payload: { errors: [{ errorType: 'Unauthorized' }] },
    });
    expect(await client.start('2', 'subscription { refusedPost(id: "mine") { id } }', headers)).toMatchObject({
      type: 'start_ack',
    });
  },
);

documented(
  PAGE,
  'Subscriptions are triggered from mutations and the mutation selection set is sent to subscribers.',
  async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { addedPost { id author title } }');
    await api.query('mutation { addPost(id: "1", author: "A", title: "T") { id author } }');
    expect(await delivered(client)).toEqual([{ addedPost: { id: '1', author: 'A', title: null } }]);
  },
);

documented(
  PAGE,
  'Because the @aws_subscribe(mutations: ["",..,""]) takes an array of mutation inputs, you can specify multiple mutations, which initiate a subscription.',
  async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { changedPost { id } }');
    await api.query(ADD);
    await api.query('mutation { updatePost(id: "2") { id } }');
    expect(await delivered(client)).toEqual([{ changedPost: { id: '1' } }, { changedPost: { id: '2' } }]);
  },
);

documented(
  PAGE,
  'With the pure WebSockets client, selection set filtering is done per client, as each client can define its own selection set.',
  async () => {
    const api = await start();
    const [one, other] = [
      await subscribed(api, 'subscription { addedPost { id } }'),
      await subscribed(api, 'subscription { addedPost { title url } }'),
    ];
    await api.query(ADD);
    expect(await delivered(one)).toEqual([{ addedPost: { id: '1' } }]);
    expect(await delivered(other)).toEqual([{ addedPost: { title: 'T', url: 'U' } }]);
  },
);

documented(
  PAGE,
  'For example, a subscription addedPost{author title} linked to the mutation addPost(...){id author title url version} receives only the author and title of the post. It does not receive the other fields.',
  async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { addedPost { author title } }');
    await api.query(ADD);
    expect(await delivered(client)).toEqual([{ addedPost: { author: 'A', title: 'T' } }]);
  },
);

documented(
  PAGE,
  'However, if the mutation lacked the author in its selection set, the subscriber would get a null value for the author field (or an error in case the author field is defined as required/not-null in the schema).',
  async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { addedPost { author title } }');
    await api.query('mutation { addPost(id: "1", author: "A", title: "T") { id title } }');
    const path = ['addedPost', 'author'];
    const message = "Cannot return null for non-nullable type: 'String' within parent 'Post' (/addedPost/author)";
    expect(await client.received()).toMatchObject([
      { payload: { data: { addedPost: null }, errors: [{ message, path }] } },
    ]);
  },
);

documented(
  PAGE,
  "If a field is not explicitly defined in the subscription, then AWS AppSync doesn't return the field.",
  async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { addedPost { title } }');
    await api.query(ADD);
    expect(await delivered(client)).toEqual([{ addedPost: { title: 'T' } }]);
  },
);

documented(
  PAGE,
  'The return type of a subscription field in your schema must match the return type of the corresponding mutation field.',
  async () => {
    const subscribing = (type: string) =>
      startApi({
        schema: `type Query { a: Int } type Mutation { add: Int! } type Subscription { added: ${type} @aws_subscribe(mutations: ["add"]) }`,
      });
    await expect(subscribing('String')).rejects.toThrow('The subscription has an invalid output type');
    await expect(subscribing('Int')).resolves.toBeDefined();
  },
);

documented(
  PAGE,
  'For example, to only trigger a subscription when a todo with a specific ID is updated, specify the ID value',
  async () => {
    expect(await delivers('(id: "a-todo-id")', ['id: "other"', 'id: "a-todo-id"'])).toEqual(['a-todo-id']);
  },
);

documented(
  PAGE,
  'For example, the following subscription demonstrates how to get notified of any Todo updates at a specific place and time',
  async () => {
    const updates = [
      'id: "1", when: "tomorrow", where: "at home"',
      'id: "2", when: "tomorrow", where: "away"',
      'id: "3", when: "today", where: "at home"',
    ];
    expect(await delivers('(when: "tomorrow", where: "at home")', updates)).toEqual(['1']);
  },
);

documented(
  PAGE,
  "If you don't specify any arguments in your subscription, you will be subscribed to all Todo updates that occur in your application.",
  async () => {
    expect(await delivers('', ['id: "1", owner: "o"', 'id: "2"'])).toEqual(['1', '2']);
  },
);

documented(
  PAGE,
  "However, you could update your subscription's field definition to require the ID argument.",
  async () => {
    const api = await start();
    const client = await RealtimeClient.ready(api);
    const headers = { 'x-api-key': api.apiKey };
    const query = 'subscription ($id: ID!) { onUpdateOneTodo(id: $id) { id } }';
    expect(await client.start('1', 'subscription { onUpdateOneTodo { id } }', headers)).toMatchObject({
      type: 'error',
    });
    expect(await client.start('2', query, headers)).toEqual({
      type: 'error',
      id: '2',
      payload: { errors: [{ message: "Variable 'id' has coerced Null value for NonNull type 'ID!'" }] },
    });
    expect(await client.start('3', query, headers, { id: '1' })).toMatchObject({ type: 'start_ack' });
  },
);

documented(
  PAGE,
  'When making a subscription query in AWS AppSync, a null argument value will filter the results differently than omitting the argument entirely.',
  async () => {
    const updates = ['id: "1", owner: "o"', 'id: "2"'];
    expect(await delivers('(owner: null)', updates)).not.toEqual(await delivers('', updates));
  },
);

documented(
  PAGE,
  'This subscription now registers the client to get notified of all the Todo updates that have not provided an owner.',
  async () => {
    expect(await delivers('(owner: null)', ['id: "1", owner: "o"', 'id: "2"', 'id: "3", owner: null'])).toEqual([
      '2',
      '3',
    ]);
  },
);

documented(
  PAGE,
  'Pure WebSockets come with a larger payload size (240 KB), a wider variety of client options, and improved CloudWatch metrics.',
  async () => {
    const api = await start();
    const client = await subscribed(api, 'subscription { onUpdateTodo { id } }');
    const write = (id: string, kilobytes: number) =>
      api.query('mutation ($id: ID, $name: String) { updateTodo(id: $id, name: $name) { id name } }', {
        id,
        name: 'x'.repeat(kilobytes * 1024),
      });
    await write('large', 241);
    await write('fits', 239);
    expect(await delivered(client)).toEqual([{ onUpdateTodo: { id: 'fits' } }]);
  },
);
