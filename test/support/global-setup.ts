import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
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
  const folder = mkdtempSync(join(tmpdir(), 'kalpla-seeded-'));
  const backend = await startBackend({ port: 0, folder: join(folder, 'kalpla'), fresh: true, print: () => undefined });
  const client = localAmplifyConfig(backend.outputs, backend.cloud().url);
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
