import { GraphiQL } from 'graphiql';
import 'graphiql/style.css';
import { useEffect, useMemo, useState } from 'react';
import type { ConsoleCloud } from '../../answers.ts';
import { callAs, resume, usePool } from './caller.ts';
import { Callers } from './callers.tsx';
import { fetcherOf } from './fetcher.ts';
import { serveWorkers } from './workers.ts';

serveWorkers();

/** GraphiQL, and as whom it asks. */
export function GraphqlPanel({ cloud }: { readonly cloud: ConsoleCloud }) {
  const [path, setPath] = useState(cloud.apis[0]?.path);
  const api = cloud.apis.find((one) => one.path === path);
  const isReady = useCallerOf(cloud, path);
  const fetcher = useMemo(() => api && fetcherOf(api), [api]);
  if (!api || !fetcher) return <p className="empty">The assembly has no GraphQL API.</p>;
  return (
    <section className="graphql" aria-label="GraphQL">
      {cloud.apis.length > 1 && (
        <label className="api">
          API
          <select
            value={path}
            onChange={({ target }) => {
              setPath(target.value);
            }}
          >
            {cloud.apis.map((one) => (
              <option key={one.path}>{one.path}</option>
            ))}
          </select>
        </label>
      )}
      <Callers api={api} people={cloud.people} hasPool={api.poolIds.length > 0} />
      {isReady && (
        <GraphiQL
          key={api.path}
          fetcher={fetcher}
          defaultEditorToolsVisibility="variables"
          {...(cloud.queries.length === 0 ? {} : { defaultTabs: cloud.queries.map((query) => ({ query })) })}
        >
          <GraphiQL.Logo>
            <span className="visually-hidden">GraphiQL</span>
          </GraphiQL.Logo>
        </GraphiQL>
      )}
    </section>
  );
}

/** Whoever was signed in is so again; else it is everybody, where the API has a key. */
function useCallerOf(cloud: ConsoleCloud, path: string | undefined): boolean {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    const api = cloud.apis.find((one) => one.path === path);
    const pool = cloud.pools.find(({ id }) => api?.poolIds.includes(id));
    const [client] = pool?.clients ?? [];
    const [key] = api?.apiKeys ?? [];
    if (pool && client) usePool(pool.id, client.id);
    void (pool && client ? resume() : Promise.resolve(false)).then((isPerson) => {
      if (!isPerson) callAs(key ? { kind: 'apiKey', key } : { kind: 'nobody' });
      setReady(true);
    });
  }, [cloud, path]);
  return isReady;
}
