import { readdirSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import type { LocalCloud } from '../local/start.ts';
import { LiveCode } from './live-code.ts';
import { atSource } from './refused-code.ts';
import { ASSEMBLY } from './synthesize.ts';

/** Saved there, code is bundled again and replaced while all runs. */
const CODE = ['resolvers', 'functions', 'model'];
/** Saved there, the app is synthesized again, and what runs is started again with it. */
const APP = ['lib', 'bin'];
const SCHEMA = 'schema.graphql';

/** Editors write a file in several steps. */
const SETTLE_MS = 40;

export interface Watched {
  /** What runs now. */
  readonly cloud: () => LocalCloud;
  /** Synthesizes the app again and runs it in the place of what runs. */
  readonly restart: () => Promise<void>;
  readonly print: (line: string) => void;
}

/** Keeps what runs like its sources. What is refused is told, and what ran before goes on. @returns ends it */
export function watchSources({ cloud, restart, print }: Watched): () => void {
  const code = new LiveCode();
  let saved = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();

  const live = async (paths: readonly string[]): Promise<string[]> => {
    const replaced = paths.every((path) => CODE.includes(path)) ? await code.replace(cloud()) : undefined;
    if (replaced) return replaced;
    await restart();
    code.reread();
    return ['the whole app'];
  };
  const apply = async (): Promise<void> => {
    const paths = [...saved];
    saved = new Set();
    if (paths.length === 0) return;
    const begun = performance.now();
    try {
      const names = await live(paths);
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      if (names.length > 0) print(`live after ${seconds} s: ${names.join(', ')}`);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      print(`not live, what ran before goes on: ${atSource(message, ASSEMBLY)}`);
    }
  };
  const onSave = (path: string): void => {
    saved.add(path);
    clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(apply);
    }, SETTLE_MS);
  };

  // Folder by folder: a file that an editor replaces is another file, which a watcher of the first doesn't see.
  const watchers = new Map<string, FSWatcher>();
  const watchFolder = (folder: string, path: string, isWatched: (name: string) => boolean): void => {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (_, name) => {
      if (folder !== '.') watchFolders(path);
      if (!name || isWatched(name)) onSave(path);
    });
    watchers.set(folder, watcher);
    // A folder that is removed.
    watcher.on('error', () => watchers.delete(folder));
  };
  const watchFolders = (path: string): void => {
    const inside = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isDirectory());
    for (const folder of [path, ...inside.map((entry) => join(entry.parentPath, entry.name))]) {
      watchFolder(folder, path, (name) => name.endsWith('.ts'));
    }
  };
  for (const path of [...CODE, ...APP]) watchFolders(path);
  watchFolder('.', SCHEMA, (name) => name === SCHEMA);

  return () => {
    clearTimeout(timer);
    for (const watcher of watchers.values()) watcher.close();
  };
}
