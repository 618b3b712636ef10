import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Template {
  readonly Resources: Record<
    string,
    { readonly Properties?: { readonly Environment?: { readonly Variables: Record<string, unknown> } } }
  >;
}

/** Adds variables to the environment of every function of an assembly that has a certain one. */
export function withEnvironment(folder: string, having: string, variables: Readonly<Record<string, string>>): void {
  let changed = 0;
  for (const path of globSync(join(folder, '*.template.json'))) {
    const template = JSON.parse(readFileSync(path, 'utf8')) as Template;
    for (const { Properties } of Object.values(template.Resources)) {
      const environment = Properties?.Environment?.Variables;
      if (!environment || !(having in environment)) continue;
      Object.assign(environment, variables);
      changed += 1;
    }
    writeFileSync(path, JSON.stringify(template));
  }
  if (changed === 0) throw new Error(`No function has ${having}.`);
}

/** Long jobs as they are where each run has time for one piece, and four learners are one. */
export function inShortRuns(folder: string): void {
  withEnvironment(folder, 'LEARNERS_A_PIECE', { LEARNERS_A_PIECE: '4', RESERVE_MS: '120000' });
}

/** As on a stage where courses are approved before they are published. */
export function requireApproval(folder: string): void {
  let changed = 0;
  for (const path of globSync(join(folder, '*.template.json'))) {
    const text = readFileSync(path, 'utf8');
    const required = text.replaceAll(/("REQUIRES_APPROVAL": ?)"false"/g, '$1"true"');
    if (required === text) continue;
    writeFileSync(path, required);
    changed += 1;
  }
  if (changed < 2) throw new Error('API and sweep must both know whether approval is required.');
}
