import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { Upload } from '../../generated/schema.ts';
import { toUpload, type newUpload } from '../../model/upload.ts';
import { objectOf } from '../../model/upload-keys.ts';
import { bucketName } from './environment.ts';

const storage = new S3Client({});

/** The upload with its form. S3 takes by it one file of this key, type and size, and nothing else. */
export async function withForm(upload: ReturnType<typeof newUpload>): Promise<Upload> {
  const { url, fields } = await createPresignedPost(storage, {
    Bucket: bucketName,
    Key: objectOf(upload),
    // Each field is a condition, too.
    Fields: { 'Content-Type': upload.contentType },
    Conditions: [['content-length-range', upload.bytes, upload.bytes]],
    // Of a repeated call: no longer than the first one's.
    Expires: (Date.parse(upload.formUntil) - Date.now()) / 1000,
  });
  return { ...toUpload(upload), url, fields: JSON.stringify(fields) };
}
