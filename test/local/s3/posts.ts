import { createHmac } from 'node:crypto';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import type { PresignedPostOptions } from '@aws-sdk/s3-presigned-post';
import { signingKey } from '../../../local/iam/sigv4.ts';
import { element } from './bucket.ts';
import type { TestBucket } from './bucket.ts';

export interface Sent {
  readonly status: number;
  readonly text: string;
  readonly code: string | undefined;
  readonly headers: Headers;
}

export interface Form {
  /** Further fields, or others than the signed ones. */
  readonly fields?: Record<string, string>;
  readonly body?: string;
  /** The file comes before the fields. */
  readonly first?: boolean;
  readonly filename?: string;
  /** Fields behind the file. */
  readonly after?: Record<string, string>;
}

/** Posts a form as a browser does, signed by the SDK. */
export async function post(bucket: TestBucket, options: Partial<PresignedPostOptions>, form: Form = {}): Promise<Sent> {
  const { client, Bucket } = bucket;
  const presigned = await createPresignedPost(client, { Bucket, Key: 'uploads/k', Expires: 300, ...options });
  return send(presigned.url, { ...form, fields: { ...presigned.fields, ...form.fields } });
}

/** Posts a form with a policy of one's own. */
export function postPolicy(bucket: TestBucket, policy: unknown, form: Form = {}): Promise<Sent> {
  const text = typeof policy === 'string' ? policy : JSON.stringify(policy);
  const encoded = Buffer.from(text).toString('base64');
  const date = new Date(bucket.cloud.clock.now()).toISOString().slice(0, 10).replaceAll('-', '');
  const scope = { date, region: 'us-east-1', service: 's3' };
  const signature = createHmac('sha256', signingKey(scope, 'local')).update(encoded).digest('hex');
  return send(`${bucket.url}/${bucket.Bucket}`, {
    ...form,
    fields: {
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Credential': `local/${date}/us-east-1/s3/aws4_request`,
      'X-Amz-Date': `${date}T000000Z`,
      ...form.fields,
      Policy: encoded,
      'X-Amz-Signature': signature,
    },
  });
}

/** What a policy of one's own must say of the signature's fields. */
export const signed = [
  ['starts-with', '$x-amz-algorithm', ''],
  ['starts-with', '$x-amz-credential', ''],
  ['starts-with', '$x-amz-date', ''],
];

async function send(url: string, { fields = {}, body = 'hello', first, filename, after = {} }: Form): Promise<Sent> {
  const form = new FormData();
  const file = () => {
    form.append('file', new Blob([body], { type: 'image/jpeg' }), filename ?? 'photo.jpg');
  };
  if (first) file();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  if (!first) file();
  for (const [name, value] of Object.entries(after)) form.append(name, value);
  const answer = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  const text = await answer.text();
  return { status: answer.status, text, code: element(text, 'Code'), headers: answer.headers };
}
