import { afterEach } from 'vitest';
import type { TestBackend } from './backend.ts';
import { demoToken, type DemoName } from './demo-tokens.ts';
import { LiveConnection } from './live-connection.ts';

/** Connects demo people for real time; each test's connections end with it. */
export function demoConnections(backend: () => TestBackend): (name: DemoName) => Promise<LiveConnection> {
  const open: LiveConnection[] = [];
  afterEach(() => {
    for (const connection of open.splice(0)) connection.close();
  });
  return async (name) => {
    const connection = await LiveConnection.open(backend().outputs.graphqlUrl, { Authorization: demoToken(name) });
    open.push(connection);
    return connection;
  };
}
