import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

/** What a start takes of the repository. */
const SOURCES = [
  'bin',
  'functions',
  'generated',
  'lib',
  'local',
  'model',
  'resolvers',
  'scripts',
  'seed',
  'cdk.json',
  'package.json',
  'schema.graphql',
  'tsconfig.json',
];

/** A copy of the repository: a start writes into its own `.kalpla`, `cdk.out` and `build`, never into the engineer's. */
export interface WorkingCopy {
  readonly folder: string;
  /** Replaces the first occurrence of a text. Throws where there is none. */
  readonly edit: (file: string, text: string, by: string) => void;
  readonly readJson: (file: string) => unknown;
  readonly remove: () => void;
}

/** @param options.withoutPackage a name or scope in `node_modules` that the copy goes without */
export function makeWorkingCopy({ withoutPackage }: { readonly withoutPackage?: string } = {}): WorkingCopy {
  const folder = mkdtempSync(join(tmpdir(), 'kalpla-copy-'));
  for (const source of SOURCES) cpSync(source, join(folder, source), { recursive: true });
  linkPackages(join(folder, 'node_modules'), withoutPackage);
  return {
    folder,
    edit: (file, text, by) => {
      const path = join(folder, file);
      const content = readFileSync(path, 'utf8');
      if (!content.includes(text)) throw new Error(`${file} does not hold ${JSON.stringify(text)}`);
      writeFileSync(
        path,
        content.replace(text, () => by),
      );
    },
    readJson: (file) => JSON.parse(readFileSync(join(folder, file), 'utf8')) as unknown,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function linkPackages(target: string, without: string | undefined): void {
  if (without === undefined) {
    symlinkSync(resolve('node_modules'), target, 'junction');
    return;
  }
  mkdirSync(target);
  for (const name of readdirSync('node_modules').filter((entry) => entry !== without && entry !== '.bin')) {
    const from = resolve('node_modules', name);
    symlinkSync(from, join(target, name), 'junction');
  }
}
