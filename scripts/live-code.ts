import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import type { LocalCloud } from '../local/start.ts';
import { build, FUNCTIONS, RESOLVERS } from './bundle.ts';
import { bundledCode } from './bundled-code.ts';
import { ASSEMBLY } from './synthesize.ts';

/** The bundles that run, as they were when they were last put in place. */
export class LiveCode {
  /** By path, the text of each. */
  #texts = bundles();
  /** By path of a function's bundle, the object key of the asset that the template names. */
  #assets = assetsOf(this.#texts);

  /** After a synthesis. */
  reread(): void {
    this.#texts = bundles();
    this.#assets = assetsOf(this.#texts);
  }

  /**
   * Bundles the sources again and puts in place what has changed.
   * @returns names of what was replaced; undefined where the template would be another one: a bundle more or less
   * @throws Error, DeploymentError where the code can't be bundled or would be refused
   */
  async replace(cloud: LocalCloud): Promise<string[] | undefined> {
    await build();
    const texts = bundles();
    if (texts.size !== this.#texts.size || [...texts.keys()].some((path) => !this.#texts.has(path))) return undefined;
    const changed = new Set([...texts].filter(([path, text]) => this.#texts.get(path) !== text).map(([path]) => path));
    const replaced: string[] = [];
    for (const { kind, name, bundle } of bundledCode(ASSEMBLY)) {
      if (!changed.has(bundle)) continue;
      await cloud.replaceCode({ kind, name, code: texts.get(bundle) ?? '' });
      replaced.push(name);
    }
    for (const path of changed) {
      const objectKey = this.#assets.get(path);
      if (!objectKey) continue;
      await cloud.replaceCode({ kind: 'Asset', objectKey, folder: resolve(dirname(path)) });
      replaced.push(basename(dirname(path)));
    }
    this.#texts = texts;
    return replaced;
  }
}

function bundles(): Map<string, string> {
  const paths = [...globSync(`${RESOLVERS}/**/*.js`), ...globSync(`${FUNCTIONS}/*/index.mjs`)];
  return new Map(paths.map((path) => [path, readFileSync(path, 'utf8')]));
}

function assetsOf(texts: ReadonlyMap<string, string>): Map<string, string> {
  const assets = globSync(`${ASSEMBLY}/asset.*/index.mjs`).map((path) => {
    const objectKey = basename(dirname(path)).replace(/^asset\.(.*)$/, '$1.zip');
    return [readFileSync(path, 'utf8'), objectKey] as const;
  });
  const keys = new Map(assets);
  return new Map(
    [...texts].flatMap(([path, text]) => {
      const key = keys.get(text);
      return key ? [[path, key] as const] : [];
    }),
  );
}
