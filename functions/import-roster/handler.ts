import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { RosterImport } from '../../generated/schema.ts';
import type { ClientTokenItem } from '../../model/client-token.ts';
import { conflict, invalid, notFound } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { courseUlidOf, uploadUlidOf } from '../../model/ids.ts';
import { clientTokenKey, TIME_TO_LIVE } from '../../model/keys.ts';
import { toRosterImport, type ImportCall, type ImportRow, type RosterImportItem } from '../../model/roster-import.ts';
import { rosterImportKey } from '../../model/roster-keys.ts';
import { isThere, type UploadItem } from '../../model/upload.ts';
import { objectOf, uploadKey } from '../../model/upload-keys.ts';
import { readEnv } from '../shared/env.ts';
import { inTurn } from '../shared/in-turn.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { table } from '../shared/table.ts';
import { readTaught } from '../shared/teaching.ts';
import { IMPORT_ROSTER_ENV } from './env.ts';
import { rowsOf } from './rows.ts';
import { inputText, MUTATION, writeImport } from './write.ts';

const { TABLE: tableName, BUCKET } = readEnv(IMPORT_ROSTER_ENV);
const reader = { table, tableName };
const storage = new S3Client({});

/** The file is read and judged at once, so that nothing begins that can't be done; the rows are worked in the background. */
export function handler(call: ImportCall): Promise<FunctionAnswer<RosterImport>> {
  return inTurn(() => attempt(call));
}

async function attempt(call: ImportCall): Promise<FunctionAnswer<RosterImport>> {
  const { sub } = call;
  const taught = await readTaught(reader, sub, courseUlidOf(call.courseId));
  if ('refusal' in taught) return taught;
  const keys = {
    token: clientTokenKey(sub, MUTATION, call.clientToken),
    upload: uploadKey(sub, uploadUlidOf(call.uploadId) ?? ''),
  };
  const items = await readItems(reader, Object.values(keys));
  const token = itemIn<ClientTokenItem>(items, keys.token);
  if (token && token[TIME_TO_LIVE] >= Date.now() / 1000) return repeated(call, taught.value.ulid, token);
  const rows = await readRows(itemIn<UploadItem>(items, keys.upload));
  if ('refusal' in rows) return rows;
  if (taught.value.status !== 'PUBLISHED')
    return { refusal: conflict('Publish the course first: nobody can enroll yet.') };
  return { value: toRosterImport(await writeImport(reader, call, taught.value.ulid, rows.value)) };
}

async function repeated(
  call: ImportCall,
  courseUlid: string,
  token: ClientTokenItem,
): Promise<FunctionAnswer<RosterImport>> {
  const key = rosterImportKey(courseUlid, token.ulid);
  const made = itemIn<RosterImportItem>(await readItems(reader, [key]), key);
  if (made && token.input === inputText(call)) return { value: toRosterImport(made) };
  return { refusal: conflict('This `clientToken` came with another input before. Make a new token for a new call.') };
}

/** Of the very version that was checked. */
async function readRows(upload: UploadItem | null): Promise<FunctionAnswer<readonly ImportRow[]>> {
  if (!isThere(upload) || upload.purpose !== 'ROSTER') return { refusal: notFound('upload') };
  if (upload.status === 'REJECTED')
    return { refusal: invalid('uploadId', 'rejected', 'Upload the roster as a CSV file.') };
  const { versionId } = upload;
  if (upload.status !== 'READY' || !versionId)
    return { refusal: conflict('The file is not there yet: upload it, then try again.') };
  const { Body } = await storage.send(
    new GetObjectCommand({ Bucket: BUCKET, Key: objectOf(upload), VersionId: versionId }),
  );
  const rows = rowsOf((await Body?.transformToByteArray()) ?? new Uint8Array());
  return 'type' in rows ? { refusal: rows } : { value: rows };
}
