import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { MediaUrl } from '../../generated/schema.ts';
import { URL_MS, type MediaFile, type SignAnswer, type SignCall } from '../../model/media-file.ts';
import { objectKey } from '../../model/upload-keys.ts';
import { readEnv } from '../shared/env.ts';
import { disposition } from './disposition.ts';
import { SIGN_FILES_ENV } from './env.ts';

const { BUCKET: Bucket } = readEnv(SIGN_FILES_ENV);
const storage = new S3Client({});

/** Signs URLs of files. Who may have them was decided by the resolver that asks. */
export async function handler({ files }: SignCall): Promise<SignAnswer> {
  return { urls: await Promise.all(files.map((file) => sign(file))) };
}

/** Of the version that was checked, and as what it was checked to be: nothing of it is by its uploader's word. */
async function sign({ owner, ulid, versionId, contentType, bytes, name }: MediaFile): Promise<MediaUrl> {
  const expiresAt = new Date(Date.now() + URL_MS).toISOString();
  const url = await getSignedUrl(
    storage,
    new GetObjectCommand({
      Bucket,
      Key: objectKey(owner, ulid),
      VersionId: versionId,
      ResponseContentType: contentType,
      ResponseContentDisposition: disposition(contentType, name),
      ResponseCacheControl: 'private',
    }),
    { expiresIn: URL_MS / 1000 },
  );
  return { url, expiresAt, contentType, bytes, name: name ?? null };
}
