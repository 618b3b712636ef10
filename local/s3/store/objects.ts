import { randomBytes } from 'node:crypto';
import type { Versioning } from '../settings/versioning.ts';
import type { Database } from './database.ts';
import type { Files } from './files.ts';
import type { ObjectLock } from './object-lock.ts';
import type { Description, NewVersion, ObjectVersion } from './object-version.ts';

interface Row {
  readonly sequence: number;
  readonly key: string;
  readonly versionId: string;
  readonly isDeleteMarker: number;
  readonly modified: number;
  readonly file: string;
  readonly size: number;
  readonly etag: string;
  readonly description: string;
}

/** The versions of objects, by bucket. The latest of a key is the one with the greatest sequence. */
export class Objects {
  readonly #database: Database;
  readonly #files: Files;

  constructor(database: Database, files: Files) {
    this.#database = database;
    this.#files = files;
  }

  /** The latest version, which may be a delete marker. */
  latest(bucket: string, key: string): ObjectVersion | undefined {
    return versionOf(
      this.#database.one(
        'SELECT * FROM versions WHERE bucket = ? AND key = ? ORDER BY sequence DESC LIMIT 1',
        bucket,
        key,
      ),
    );
  }

  version(bucket: string, key: string, versionId: string): ObjectVersion | undefined {
    return versionOf(
      this.#database.one(
        'SELECT * FROM versions WHERE bucket = ? AND key = ? AND versionId = ?',
        bucket,
        key,
        versionId,
      ),
    );
  }

  /**
   * Latest versions, delete markers included, in the order of S3: by the bytes of the key.
   * @param after exclusive
   */
  latestAfter(bucket: string, prefix: string, after: string, limit: number): ObjectVersion[] {
    return this.#database
      .all<Row>(
        `SELECT * FROM versions AS one WHERE bucket = ?1 AND key > ?3 AND key >= ?2 AND substr(key, 1, length(?2)) = ?2
         AND sequence = (SELECT max(sequence) FROM versions WHERE bucket = ?1 AND key = one.key)
         ORDER BY key LIMIT ?4`,
        bucket,
        prefix,
        after,
        limit,
      )
      .map(fromRow);
  }

  /** All versions, by key and then the newest first. @param after key and sequence of the last one seen */
  versionsAfter(
    bucket: string,
    prefix: string,
    after: { readonly key: string; readonly sequence: number },
    limit: number,
  ): ObjectVersion[] {
    return this.#database
      .all<Row>(
        `SELECT * FROM versions WHERE bucket = ?1 AND key >= ?2 AND substr(key, 1, length(?2)) = ?2
         AND (key > ?3 OR (key = ?3 AND sequence < ?4)) ORDER BY key, sequence DESC LIMIT ?5`,
        bucket,
        prefix,
        after.key,
        after.sequence,
        limit,
      )
      .map(fromRow);
  }

  /**
   * Adds a version as the bucket's versioning has it: without versioning, or while it is suspended, it takes the place
   * of the version `null`.
   */
  add(bucket: string, versioning: Versioning, version: NewVersion): ObjectVersion {
    const versionId = versioning === 'Enabled' ? newVersionId() : 'null';
    return this.#database.transaction(() => {
      if (versionId === 'null') this.#removeNull(bucket, version.key);
      const { key, isDeleteMarker, modified, file, size, etag, ...description } = version;
      const sequence = this.#database.run(
        `INSERT INTO versions (bucket, key, versionId, isDeleteMarker, modified, file, size, etag, description)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        bucket,
        key,
        versionId,
        Number(isDeleteMarker),
        modified,
        file,
        size,
        etag,
        JSON.stringify(description),
      );
      return { ...version, sequence, versionId };
    });
  }

  /** Gives a version another lock; its bytes and its time stay. */
  relock({ sequence, headers, metadata, checksum, encryption, keyArn }: ObjectVersion, lock: ObjectLock): void {
    const description: Description = { headers, metadata, checksum, encryption, keyArn, lock };
    const json = JSON.stringify(description);
    this.#database.run('UPDATE versions SET description = ? WHERE sequence = ?', json, sequence);
  }

  /** Removes a version for good. */
  remove(version: ObjectVersion): void {
    this.#database.run('DELETE FROM versions WHERE sequence = ?', version.sequence);
    this.#database.afterCommit(() => this.#files.remove([version.file]));
  }

  /** Every version of a bucket, the oldest first. */
  all(bucket: string): ObjectVersion[] {
    return this.#database.all<Row>('SELECT * FROM versions WHERE bucket = ? ORDER BY sequence', bucket).map(fromRow);
  }

  get fileNames(): string[] {
    return this.#database.all<{ file: string }>('SELECT file FROM versions').map(({ file }) => file);
  }

  #removeNull(bucket: string, key: string): void {
    const replaced = this.version(bucket, key, 'null');
    if (replaced) this.remove(replaced);
  }
}

function versionOf(row: Row | undefined): ObjectVersion | undefined {
  return row && fromRow(row);
}

function fromRow({ description, isDeleteMarker, ...row }: Row): ObjectVersion {
  return { ...row, isDeleteMarker: isDeleteMarker === 1, ...(JSON.parse(description) as Description) };
}

/** Of 32 characters, as S3's are. */
function newVersionId(): string {
  return randomBytes(24).toString('base64url').replaceAll('-', '.');
}
