import { startApi, table, type RunningApi } from '../support/api.ts';

/** What a resolver with this request object sees: `{ result, error }`. Items go into the table first. */
export async function run(
  request: string,
  items: readonly Record<string, Record<string, unknown>>[] = [],
  prepare: (ports: RunningApi['ports']) => void = () => undefined,
): Promise<{
  result: never;
  error: never;
  errors: unknown;
  calls: RunningApi['ports']['tables']['calls'];
  api: RunningApi;
}> {
  const api = await startApi({
    schema: 'type Query { run(token: String): AWSJSON }',
    resolvers: { 'Query.run': table(request) },
  });
  for (const item of items) api.ports.tables.put(item);
  prepare(api.ports);
  const { body } = await api.query('{ run }');
  const seen = JSON.parse((body.data?.['run'] ?? '{}') as string) as { result: never; error: never };
  return { ...seen, errors: body.errors, calls: api.ports.tables.calls, api };
}
