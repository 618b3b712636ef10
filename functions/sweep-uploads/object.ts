import { DeleteObjectCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { bucketName } from './environment.ts';

const storage = new S3Client({});

/** Removes every version of an object, whatever S3 has told of them: also one whose check has failed for good. */
export async function removeObject(key: string): Promise<void> {
  const { Versions = [], DeleteMarkers = [] } = await storage.send(
    new ListObjectVersionsCommand({ Bucket: bucketName, Prefix: key }),
  );
  for (const { Key, VersionId } of [...Versions, ...DeleteMarkers]) {
    if (Key === key) await storage.send(new DeleteObjectCommand({ Bucket: bucketName, Key, VersionId }));
  }
}
