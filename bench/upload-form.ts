import type { Upload } from '../generated/schema.ts';

/** Posts a file by the form of an upload, as a browser does. @throws Error where S3 refuses it */
export async function postForm(
  { url, fields }: Pick<Upload, 'url' | 'fields'>,
  file: string | Uint8Array<ArrayBuffer>,
): Promise<void> {
  const form = new FormData();
  const told = JSON.parse(fields ?? '{}') as Record<string, string>;
  for (const [name, value] of Object.entries(told)) form.append(name, value);
  form.append('file', new Blob([file]), 'file');
  const { ok, status } = await fetch(url ?? '', { method: 'POST', body: form });
  if (!ok) throw new Error(`S3 answered ${status} to the form of an upload.`);
}

/** The smallest picture: one pixel. */
export const PNG = Uint8Array.from(
  atob('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII='),
  (character) => character.charCodeAt(0),
);
