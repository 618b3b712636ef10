import { expect, test } from 'vitest';
import { none, startApi, table } from './support/api.ts';
test('x', async () => {
  const api = await startApi({
    schema: `type Query { hello(name: String!): String  ctx: AWSJSON got: AWSJSON }`,
    resolvers: { 'Query.hello': none('`hi ${ctx.args.name}`'), 'Query.ctx': none('ctx'),
      'Query.got': table(`{ operation: 'GetItem', key: util.dynamodb.toMapValues({ pk: 'a' }) }`) },
  });
  api.ports.tables.put({ pk: { S: 'a' }, n: { N: '5' } });
  console.log(JSON.stringify((await api.query('query q($n: String!) { hello(name: $n) ctx got}', { n: 'x' })).body, null, 1));
  console.log(JSON.stringify((await api.query('{ hello ctx { a } bad }', { n: 'x' })).body, null, 1));
  const q = JSON.stringify({ query: '{ got }' });
  for (let i = 0; i < 300; i++) await api.post(q);
  const t0 = performance.now(); const lat = [];
  for (let i = 0; i < 500; i++) { const t = performance.now(); await api.post(q); lat.push(performance.now() - t); }
  lat.sort((a, b) => a - b);
  console.log('p50', lat[250], 'p99', lat[495], api.logged());
  expect(1).toBe(1);
});
