import { randomBytes } from 'node:crypto';
import type { Database } from './database.ts';
import type { Files } from './files.ts';
import type { Checksum, Description, StoredFile } from './object-version.ts';

/** A multipart upload under way. */
export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** Milliseconds since the epoch. */
  readonly initiated: number;
  readonly description: Description;
}

export interface Part extends StoredFile {
  readonly number: number;
  /** Milliseconds since the epoch. */
  readonly modified: number;
  readonly checksum: Checksum | undefined;
}

type UploadRow = Omit<Upload, 'description'> & { readonly description: string };
type PartRow = Omit<Part, 'checksum'> & { readonly checksum: string | null };

/** Multipart uploads that are neither completed nor aborted. */
export class Uploads {
  readonly #database: Database;
  readonly #files: Files;

  constructor(database: Database, files: Files) {
    this.#database = database;
    this.#files = files;
  }

  create(upload: Omit<Upload, 'id'>): Upload {
    const id = randomBytes(48).toString('base64url');
    this.#database.run(
      'INSERT INTO uploads (id, bucket, key, initiated, description) VALUES (?, ?, ?, ?, ?)',
      id,
      upload.bucket,
      upload.key,
      upload.initiated,
      JSON.stringify(upload.description),
    );
    return { ...upload, id };
  }

  find(bucket: string, key: string, id: string): Upload | undefined {
    const row = this.#database.one<UploadRow>(
      'SELECT * FROM uploads WHERE id = ? AND bucket = ? AND key = ?',
      id,
      bucket,
      key,
    );
    return row && { ...row, description: JSON.parse(row.description) as Description };
  }

  initiatedBefore(bucket: string, prefix: string, time: number): Upload[] {
    return this.#database
      .all<UploadRow>('SELECT * FROM uploads WHERE bucket = ? AND initiated < ?', bucket, time)
      .filter(({ key }) => key.startsWith(prefix))
      .map((row) => ({ ...row, description: JSON.parse(row.description) as Description }));
  }

  /** A part takes the place of an earlier one with its number. */
  addPart({ id }: Upload, part: Part): void {
    const replaced = this.parts(id).find(({ number }) => number === part.number);
    this.#database.run(
      'INSERT OR REPLACE INTO parts (upload, number, modified, file, size, etag, checksum) VALUES (?, ?, ?, ?, ?, ?, ?)',
      id,
      part.number,
      part.modified,
      part.file,
      part.size,
      part.etag,
      part.checksum ? JSON.stringify(part.checksum) : null,
    );
    if (replaced) this.#files.remove([replaced.file]);
  }

  /** By number. */
  parts(id: string): Part[] {
    return this.#database
      .all<PartRow>(
        'SELECT number, modified, file, size, etag, checksum FROM parts WHERE upload = ? ORDER BY number',
        id,
      )
      .map(({ checksum, ...part }) => ({
        ...part,
        checksum: checksum === null ? undefined : (JSON.parse(checksum) as Checksum),
      }));
  }

  /** Forgets it, with its parts. */
  remove({ id }: Upload): void {
    const files = this.parts(id).map(({ file }) => file);
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM parts WHERE upload = ?', id);
      this.#database.run('DELETE FROM uploads WHERE id = ?', id);
    });
    this.#database.afterCommit(() => this.#files.remove(files));
  }

  get fileNames(): string[] {
    return this.#database.all<{ file: string }>('SELECT file FROM parts').map(({ file }) => file);
  }
}
