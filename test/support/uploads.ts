import { randomUUID } from 'node:crypto';
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from 'vitest';
import type { RequestUploadInput, Upload } from '../../generated/schema.ts';
import { lessonCopyKeys } from '../../model/course-copy.ts';
import { courseUlidOf, lessonUlidOf, uploadId, uploadUlidOf } from '../../model/ids.ts';
import { lessonKey } from '../../model/keys.ts';
import type { LessonFiles } from '../../model/lesson-media.ts';
import { newUpload, type UploadItem } from '../../model/upload.ts';
import { uploadKey } from '../../model/upload-keys.ts';
import type { TestBackend } from './backend.ts';
import type { Client } from './client.ts';
import type { TestLesson } from './courses.ts';
import { idle } from './levers.ts';
import { storedItem } from './reviews.ts';

export const REQUEST_UPLOAD = `mutation ($input: RequestUploadInput!) {
  requestUpload(input: $input) { id purpose contentType bytes name status url fields expiresAt }
}`;

/** What is asked for, but for what every request has. */
export type UploadAsked = Partial<RequestUploadInput>;

export function uploadInput(asked: UploadAsked = {}): RequestUploadInput {
  return { clientToken: randomUUID(), purpose: 'AVATAR', contentType: 'image/png', bytes: PNG.length, ...asked };
}

export async function requestUpload(person: Client, asked?: UploadAsked): Promise<Upload> {
  const input = uploadInput(asked);
  return (await person.run<{ requestUpload: Upload }>(REQUEST_UPLOAD, { input })).requestUpload;
}

/** What S3 says to a file that is posted by an upload's form. */
export interface Posted {
  readonly status: number;
  /** Code of S3's error. */
  readonly code: string | undefined;
}

/**
 * Posts a file as a browser does.
 * @param changed fields that the client sends otherwise than it was told, or besides
 */
export async function postFile(
  { url, fields }: Pick<Upload, 'url' | 'fields'>,
  file: Uint8Array | string,
  changed: Readonly<Record<string, string>> = {},
): Promise<Posted> {
  const form = new FormData();
  const told = JSON.parse(fields ?? '{}') as Record<string, string>;
  for (const [name, value] of Object.entries({ ...told, ...changed })) form.append(name, value);
  form.append('file', new Blob([typeof file === 'string' ? file : Uint8Array.from(file)]), 'any-name.html');
  const response = await fetch(url ?? '', { method: 'POST', body: form });
  const code = /<Code>(.*?)<\/Code>/.exec(await response.text())?.[1];
  return { status: response.status, code };
}

/** The smallest picture: one pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
);

/** The beginning of a film. */
export const FILM = Buffer.concat([
  Buffer.from([0, 0, 0, 24]),
  Buffer.from('ftypisom\0\0\0\0isommp42'),
  Buffer.alloc(100),
]);

export const UPLOAD = 'query ($id: ID!) { upload(id: $id) { id status rejection url fields name } }';

/** The upload as its owner sees it. */
export async function uploadOf(person: Client, id: string): Promise<Upload> {
  return (await person.run<{ upload: Upload }>(UPLOAD, { id })).upload;
}

/** A file that a person has uploaded, and that was checked. */
export async function uploadFile(
  backend: TestBackend,
  person: Client,
  content: Uint8Array,
  asked?: UploadAsked,
): Promise<Upload> {
  const upload = await requestUpload(person, { bytes: content.length, ...asked });
  expect(await postFile(upload, content)).toMatchObject({ status: 204 });
  await idle(backend);
  return uploadOf(person, upload.id);
}

/** Where files lie: what an operator sees, and may change. */
export function mediaStorage({ url }: TestBackend): S3Client {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new S3Client({ region: 'us-east-1', endpoint: url, credentials, forcePathStyle: true });
}

/** Name of the bucket, as a form has it. */
export function bucketOf({ fields }: Pick<Upload, 'fields'>): string {
  return (JSON.parse(fields ?? '{}') as { bucket?: string }).bucket ?? '';
}

/** Every version and marker of an object that is there. */
export async function versionsOf(backend: TestBackend, Bucket: string, key: string): Promise<string[]> {
  const page = await mediaStorage(backend).send(new ListObjectVersionsCommand({ Bucket, Prefix: key }));
  return [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ VersionId = '' }) => VersionId);
}

export const MEDIA_URL = `query ($courseId: ID!, $lessonId: ID!, $resourceId: ID) {
  mediaUrl(courseId: $courseId, lessonId: $lessonId, resourceId: $resourceId) { url expiresAt contentType bytes name }
}`;

/** Puts files into a lesson and its copies. */
export async function giveFiles(
  { operator: { table, tableName } }: TestBackend,
  lesson: TestLesson,
  { media, resources = [] }: LessonFiles,
): Promise<void> {
  const courseUlid = courseUlidOf(lesson.courseId) ?? '';
  const ulid = lessonUlidOf(lesson.id, courseUlid) ?? '';
  for (const { pk, sk } of [lessonKey(courseUlid, ulid), ...lessonCopyKeys({ courseUlid, ulid })]) {
    const change = new UpdateCommand({
      TableName: tableName,
      Key: { pk, sk },
      UpdateExpression: 'SET media = :media, resources = :resources',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':media': media ?? null, ':resources': resources },
    });
    await table.send(change).catch((error: unknown) => {
      // A draft has no copies.
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    });
  }
}

/** An upload that is READY, without a file: where only who may use it is tried. @returns its id */
export async function storeUpload({ operator }: TestBackend, sub: string, ulid: string): Promise<string> {
  const { table, tableName: TableName } = operator;
  const now = new Date().toISOString();
  const cause = { actor: 'test', request: '', origin: 'test' };
  const upload = newUpload({ sub, ulid, input: uploadInput(), createdAt: now, formUntil: now, dueAt: '9999', cause });
  await table.send(new PutCommand({ TableName, Item: { ...upload, status: 'READY', versionId: 'a-version' } }));
  return uploadId(ulid);
}

/** What shows an upload, by the ids that it is claimed with. */
export async function usersOf(backend: TestBackend, sub: string, { id }: Upload): Promise<string[]> {
  const item = await storedItem<UploadItem>(backend, uploadKey(sub, uploadUlidOf(id) ?? ''));
  return Object.keys(item?.usedBy ?? {});
}
