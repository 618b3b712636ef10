import { DeleteObjectCommand, GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { StoredFile } from './stored-file.ts';

const storage = new S3Client({});

/** One version of an object. */
export interface ObjectVersion {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId: string;
}

/** @param bytes of the object */
export function storedFile(version: ObjectVersion, bytes: number): StoredFile {
  return {
    bytes,
    read: async (from, length) => {
      const to = Math.min(bytes, from + length) - 1;
      if (to < from) return new Uint8Array();
      const { Body } = await storage.send(new GetObjectCommand({ ...version, Range: `bytes=${from}-${to}` }));
      return (await Body?.transformToByteArray()) ?? new Uint8Array();
    },
    stream: async () => (await storage.send(new GetObjectCommand(version))).Body as AsyncIterable<Uint8Array>,
  };
}

/** Whether S3 says that there is no such version: somebody has removed it. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && ['NoSuchKey', 'NoSuchVersion'].includes(error.name);
}

/** For good. Safe to repeat. */
export async function deleteVersion(version: ObjectVersion): Promise<void> {
  await storage.send(new DeleteObjectCommand(version));
}
