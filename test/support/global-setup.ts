import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startBackend } from '../../scripts/backend.ts';
import { localAmplifyConfig } from '../../scripts/outputs.ts';
import { ASSEMBLY } from '../../scripts/synthesize.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../seed/people.ts';
import { openSession } from '../../seed/session.ts';
import { describeGrant, noteGrants, unusedGrants } from './grants.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Folder with the synthesized assembly and the seeded state, to be copied, never written. */
    readonly seeded: string;
    /** Folder for notes of the Allow statements that were used. */
    readonly grants: string;
    /** Access token by the demo person's name. */
    readonly tokens: Readonly<Record<string, string>>;
  }
}

/**
 * Synthesizes and seeds once. Each test file then starts a backend of its own on a copy of the state, whose people
 * are signed in already: signing in costs more than most tests.
 */
export async function setup(project: TestProject): Promise<() => void> {
  const temporary = mkdtempSync(join(tmpdir(), 'kalpla-test-'));
  // Every temporary folder of the run, and of what it starts, is in this one and goes with it.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = temporary;
  const folder = join(temporary, 'seeded');
  mkdirSync(folder);
  const backend = await startBackend({ port: 0, folder: join(folder, 'kalpla'), fresh: true, print: () => undefined });
  const client = localAmplifyConfig(backend.outputs, backend.cloud().url);
  const tokens: Record<string, string> = {};
  for (const [name, { email }] of Object.entries(DEMO_PEOPLE)) {
    tokens[name] = (await openSession(client, email, DEMO_PASSWORD)).token;
  }
  const grants = join(folder, 'grants');
  mkdirSync(grants);
  const all = backend.cloud().grants();
  noteGrants(backend.cloud(), grants);
  await backend.stop();
  cpSync(ASSEMBLY, join(folder, 'cdk.out'), { recursive: true });
  project.provide('seeded', folder);
  project.provide('tokens', tokens);
  project.provide('grants', grants);
  return () => {
    // A part of the suite needs a part of the permissions.
    if (isWholeSuite()) refuseUnused(unusedGrants(all, grants));
    rmSync(temporary, { recursive: true, force: true });
  };
}

/** `vitest run` without a name of files or tests. */
function isWholeSuite(): boolean {
  return process.argv.slice(2).every((argument) => argument === 'run');
}

/** Least privilege: what no test needed, nobody is to have. */
function refuseUnused(unused: ReturnType<typeof unusedGrants>): void {
  if (unused.length === 0) return;
  console.error(
    `\nAllow statements of the template that the suite never used:\n${unused.map(describeGrant).join('\n')}`,
  );
  process.exitCode = 1;
}
