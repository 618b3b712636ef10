import type { ObjectLock } from './object-lock.ts';

/** What a client says of an object, besides its bytes. */
export interface Description {
  /** Headers that S3 gives back as they came, by name in lower case: `content-type` and its like. */
  readonly headers: Readonly<Record<string, string>>;
  /** `x-amz-meta-…`, without the prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksum?: Checksum;
  readonly encryption: string;
  readonly keyArn?: string;
  readonly lock?: ObjectLock;
}

export interface Checksum {
  readonly algorithm: 'CRC32' | 'SHA1' | 'SHA256';
  /** base64; of a multipart upload `…-PARTS`. */
  readonly value: string;
  readonly type: 'FULL_OBJECT' | 'COMPOSITE';
}

/** Bytes on disk. */
export interface StoredFile {
  /** Name in the folder of objects. */
  readonly file: string;
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
}

/** A version of an object, or a delete marker, which has no file. */
export interface ObjectVersion extends StoredFile, Description {
  /** Greater than that of any earlier version in the bucket. */
  readonly sequence: number;
  readonly key: string;
  /** `null` where it was put while versioning wasn't enabled. */
  readonly versionId: string;
  readonly isDeleteMarker: boolean;
  /** Milliseconds since the epoch. */
  readonly modified: number;
}

export type NewVersion = Omit<ObjectVersion, 'sequence' | 'versionId'>;
