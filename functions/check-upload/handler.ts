import { Logger } from '@aws-lambda-powertools/logger';
import type { UploadRejection } from '../../generated/schema.ts';
import { uploadKeyOf } from '../../model/upload-keys.ts';
import type { UploadItem } from '../../model/upload.ts';
import { consume } from '../shared/consume.ts';
import { readEnv } from '../shared/env.ts';
import { ObjectCreated } from '../shared/object-created.ts';
import { Poison } from '../shared/poison.ts';
import { CHECK_UPLOAD_ENV } from './env.ts';
import { rejectionOf } from './rejection.ts';
import { readUpload, settle } from './settle.ts';
import { deleteVersion, isMissing, storedFile, type ObjectVersion } from './storage.ts';

const env = readEnv(CHECK_UPLOAD_ENV);
const logger = new Logger({ serviceName: 'check-upload' });

/**
 * Looks at each file that has come, and removes every one that is not what an upload waits for: what was rejected, and
 * what came by a form that had been used before. What is left is one version an upload, the one that was checked.
 */
export const handler = consume(logger, read, async ({ id, detail }) => {
  const { key: object, 'version-id': VersionId, size } = detail.object;
  const key = uploadKeyOf(object);
  if (!key || !VersionId || size === undefined) throw new Poison('This is no object of an upload.');
  const version = { Bucket: detail.bucket.name, Key: object, VersionId };
  let upload = await readUpload(env.TABLE, key);
  if (upload?.status === 'PENDING') {
    const rejection = await judge(version, size, upload);
    if (rejection === 'missing') return;
    upload = await settle(env.TABLE, key, { versionId: VersionId, rejection, request: id });
  }
  if (upload?.versionId === VersionId) return;
  logger.info('Removed a file', { object, status: upload?.status, rejection: upload?.rejection });
  await deleteVersion(version);
});

async function judge(
  version: ObjectVersion,
  bytes: number,
  upload: UploadItem,
): Promise<UploadRejection | 'missing' | null> {
  try {
    return await rejectionOf(storedFile(version, bytes), upload);
  } catch (error) {
    if (isMissing(error)) return 'missing';
    throw error;
  }
}

function read(message: unknown): ObjectCreated {
  const { data: event, error } = ObjectCreated.safeParse(message);
  if (!event) throw new Poison(`This is no event of S3: ${error.message}`);
  return event;
}
