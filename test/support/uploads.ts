import { randomUUID } from 'node:crypto';
import type { RequestUploadInput, Upload } from '../../generated/schema.ts';
import type { Client } from './client.ts';

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
