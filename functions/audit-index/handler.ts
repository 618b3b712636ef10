import { Logger } from '@aws-lambda-powertools/logger';
import {
  GetObjectCommand,
  PutObjectRetentionCommand,
  S3Client,
  type ObjectLockRetentionMode,
} from '@aws-sdk/client-s3';
import { consume } from '../shared/consume.ts';
import { readEnv } from '../shared/env.ts';
import { Poison } from '../shared/poison.ts';
import { table } from '../shared/table.ts';
import { AUDIT_INDEX_ENV } from './env.ts';
import { indexObject } from './index-object.ts';
import { ObjectCreated } from '../shared/object-created.ts';
import { writeItems } from './write-items.ts';

const env = readEnv(AUDIT_INDEX_ENV);
const storage = new S3Client({});
const DAY_MS = 86_400_000;

/** Locks each object of the trail as soon as it is there, then lists what it tells in the index: only what is locked. */
export const handler = consume(new Logger({ serviceName: 'audit-index' }), read, async ({ id, time, detail }) => {
  const { key: object, 'version-id': version } = detail.object;
  if (!version) throw new Poison('The object has no version: the bucket of the trail is not versioned.');
  const from = { Bucket: detail.bucket.name, Key: object, VersionId: version };
  const until = new Date(Date.parse(time) + Number(env.LOCK_DAYS) * DAY_MS);
  const Mode = env.LOCK_MODE as ObjectLockRetentionMode;
  await storage.send(new PutObjectRetentionCommand({ ...from, Retention: { Mode, RetainUntilDate: until } }));
  const { Body } = await storage.send(new GetObjectCommand(from));
  const cause = { actor: 'audit-index', request: id, origin: 'audit-index' };
  const expiresAt = Math.floor(until.getTime() / 1000);
  await indexObject({ object, version, expiresAt, cause }, Body as AsyncIterable<Uint8Array>, (items) =>
    writeItems(table, env.TABLE, items),
  );
});

function read(message: unknown): ObjectCreated {
  const { data: event, error } = ObjectCreated.safeParse(message);
  if (!event) throw new Poison(`This is no event of S3: ${error.message}`);
  return event;
}
