import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startBackend } from '../../scripts/backend.ts';
import { localAmplifyConfig } from '../../scripts/outputs.ts';
import { ASSEMBLY } from '../../scripts/synthesize.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../seed/people.ts';
import { openSession } from '../../seed/session.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder with the synthesized assembly and the seeded state, to be copied, never written. */
    readonly seeded: string;
    /** Access token by the demo person's name. */
    readonly tokens: Readonly<Record<string, string>>;
  }
}

/**
 * Synthesizes and seeds once. Each test file then starts a backend of its own on a copy of the state, whose people
 * are signed in already: signing in costs more than most tests.
 */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = join('build', 'test', String(process.pid));
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const backend = await startBackend({ port: 0, folder: join(folder, 'kalpla'), fresh: true, print: () => undefined });
  const client = localAmplifyConfig(backend.outputs, backend.cloud.url);
  const tokens: Record<string, string> = {};
  for (const [name, { email }] of Object.entries(DEMO_PEOPLE)) {
    tokens[name] = (await openSession(client, email, DEMO_PASSWORD)).token;
  }
  await backend.stop();
  cpSync(ASSEMBLY, join(folder, 'cdk.out'), { recursive: true });
  project.provide('seeded', folder);
  project.provide('tokens', tokens);
  return () => {
    rmSync(folder, { recursive: true, force: true });
  };
}
