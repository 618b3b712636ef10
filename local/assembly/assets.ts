import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, readJson } from './template.ts';

/** The files and folders that a deployment would upload to S3, by object key. */
export class Assets {
  readonly #paths = new Map<string, string>();

  /** Adds what an asset manifest (`NAME.assets.json`) lists; its paths are relative to the assembly's folder. */
  add(folder: string, manifestFile: string): void {
    const { files } = readJson(join(folder, manifestFile));
    for (const file of isRecord(files) ? Object.values(files) : []) {
      if (!isRecord(file) || !isRecord(file.source) || !isRecord(file.destinations)) continue;
      const { path } = file.source;
      if (typeof path !== 'string') continue;
      for (const destination of Object.values(file.destinations)) {
        if (isRecord(destination) && typeof destination.objectKey === 'string') {
          this.#paths.set(destination.objectKey, join(folder, path));
        }
      }
    }
  }

  /** Path of the file, or of the folder that a deployment would zip, with this S3 object key. */
  find(objectKey: string): string | undefined {
    const path = this.#paths.get(objectKey);
    return path !== undefined && existsSync(path) ? path : undefined;
  }

  /** The same by an `https://` or `s3://` URL whose path ends in the object key. */
  findByUrl(url: string): string | undefined {
    const key = [...this.#paths.keys()].find((objectKey) => url.endsWith(`/${objectKey}`));
    return key === undefined ? undefined : this.find(key);
  }
}
