import { GetObjectCommand } from '@aws-sdk/client-s3';
import { describe, expect } from 'vitest';
import { element, newBucket } from './bucket.ts';
import { post, postPolicy, signed } from './posts.ts';
import { documented } from '../support/documented.ts';

const forms = 'AmazonS3/latest/userguide/HTTPPOSTForms.html';
const message = ({ text }: { text: string }) => element(text, 'Message') ?? '';
const inAnHour = new Date(Date.now() + 3_600_000).toISOString();
const policy = (...conditions: unknown[]) => ({
  expiration: inAnHour,
  conditions: [...signed, { bucket: 'bucket' }, ['starts-with', '$key', ''], ...conditions],
});
const fields = { key: 'k' };

describe('the fields of a form', () => {
  documented(
    forms,
    'The form data and boundaries (excluding the contents of the file) cannot exceed 20 KB.',
    async () => {
      const bucket = await newBucket();
      const rule = policy(['starts-with', '$x-amz-meta-a', '']);
      const long = await postPolicy(bucket, rule, { fields: { ...fields, 'x-amz-meta-a': 'a'.repeat(20 * 1024) } });
      expect([long.status, long.code]).toEqual([400, 'InvalidRequest']);
      const file = await postPolicy(bucket, policy(), { fields, body: 'a'.repeat(100 * 1024) });
      expect(file.status).toBe(204);
    },
  );

  documented(
    forms,
    'is automatically replaced with the name of the file provided by the user and is recognized by all form fields.',
    async () => {
      const bucket = await newBucket();
      const name = `\${filename}`;
      const rule = policy(['starts-with', '$x-amz-meta-name', '']);
      await postPolicy(bucket, rule, {
        fields: { key: `/user/betty/${name}`, 'x-amz-meta-name': name },
        filename: 'lolcatz.jpg',
      });
      const got = await bucket.client.send(new GetObjectCommand({ Bucket: 'bucket', Key: '/user/betty/lolcatz.jpg' }));
      expect(got.Metadata).toEqual({ name: 'lolcatz.jpg' });
    },
  );

  documented(
    forms,
    'If the browser or client provides a full or partial path to the file, only the text following the last slash (/) or backslash',
    async () => {
      const bucket = await newBucket();
      await postPolicy(bucket, policy(), {
        fields: { key: `\${filename}` },
        filename: 'C:/Program Files/directory1/file.txt',
      });
      await bucket.client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'file.txt' }));
    },
  );

  documented(
    forms,
    'Requests without a security policy are considered anonymous and will succeed only on publicly writable buckets.',
    async () => {
      const form = new FormData();
      form.append('key', 'k');
      form.append('file', 'hello');
      const closed = await newBucket();
      expect((await fetch(`${closed.url}/bucket`, { method: 'POST', body: form })).status).toBe(403);
      const open = await newBucket({
        properties: { PublicAccessBlockConfiguration: { BlockPublicPolicy: false } },
        policy: (arn) => [{ Effect: 'Allow', Principal: '*', Action: 's3:PutObject', Resource: `${arn}/*` }],
      });
      expect((await fetch(`${open.url}/bucket`, { method: 'POST', body: form })).status).toBe(204);
    },
  );

  documented(
    forms,
    'The file or content must be the last field in the form. Any fields below it are ignored.',
    async () => {
      const bucket = await newBucket();
      const sent = await postPolicy(bucket, policy(), { fields, after: { 'x-amz-meta-late': '1', key: 'other' } });
      expect(sent.status).toBe(204);
      const got = await bucket.client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'k' }));
      expect(got.Metadata).toEqual({});
      expect((await postPolicy(bucket, policy(), { fields, first: true })).code).toBe('InvalidArgument');
    },
  );

  documented(
    forms,
    'If you have multiple fields with the same name, the values must be separated by commas.',
    async () => {
      const bucket = await newBucket();
      const rule = policy({ 'x-amz-meta-tag': 'Ninja,Stallman' });
      const sent = await postPolicy(bucket, rule, {
        fields: { ...fields, 'x-amz-meta-tag': 'Ninja', 'X-Amz-Meta-Tag': 'Stallman' },
      });
      expect(sent.status).toBe(204);
    },
  );
});

describe('the answer to a form', () => {
  documented(
    forms,
    'Amazon S3 appends the bucket, key, and etag values as query string parameters to the URL.',
    async () => {
      const sent = await post(await newBucket(), { Fields: { success_action_redirect: 'http://127.0.0.1:1/done' } });
      const url = new URL(sent.headers.get('location') ?? '');
      expect([sent.status, url.pathname, ...url.searchParams.keys()]).toEqual([303, '/done', 'bucket', 'key', 'etag']);
    },
  );

  documented(forms, 'If Amazon S3 cannot interpret the URL, it ignores the field.', async () => {
    const sent = await post(await newBucket(), { Fields: { success_action_redirect: 'somewhere' } });
    expect([sent.status, sent.text]).toEqual([204, '']);
  });

  documented(
    forms,
    'If the value is set to 200 or 204, Amazon S3 returns an empty document with a 200 or 204 status code.',
    async () => {
      for (const status of ['200', '204']) {
        const sent = await post(await newBucket(), { Fields: { success_action_status: status } });
        expect([sent.status, sent.text]).toEqual([Number(status), '']);
      }
    },
  );

  documented(
    forms,
    'If the value is set to 201, Amazon S3 returns an XML document with a 201 status code.',
    async () => {
      const sent = await post(await newBucket(), { Fields: { success_action_status: '201' } });
      expect([sent.status, element(sent.text, 'Key')]).toEqual([201, 'uploads/k']);
    },
  );

  documented(
    forms,
    'If the value is not set or if it is set to an invalid value, Amazon S3 returns an empty document with a 204 status code.',
    async () => {
      const sent = await post(await newBucket(), { Fields: { success_action_status: '418' } });
      expect([sent.status, sent.text]).toEqual([204, '']);
    },
  );

  documented(
    forms,
    'If the upload fails, Amazon S3 displays an error and does not redirect the user to a URL.',
    async () => {
      const options = { Fields: { success_action_redirect: 'http://127.0.0.1:1/done' } };
      const sent = await post(await newBucket(), options, { fields: { key: 'other' } });
      expect([sent.status, sent.headers.get('location')]).toEqual([403, null]);
    },
  );
});

describe('the policy of a form', () => {
  documented(forms, 'Expiration is required in a policy.', async () => {
    const { conditions } = policy();
    const sent = await postPolicy(await newBucket(), { conditions }, { fields });
    expect([sent.status, sent.code]).toEqual([400, 'InvalidPolicyDocument']);
  });

  documented(
    forms,
    'The expiration element specifies the expiration date of the policy in ISO 8601 UTC date format.',
    async () => {
      const bucket = await newBucket();
      bucket.cloud.clock.pass(3_601_000);
      expect(message(await postPolicy(bucket, policy(), { fields }))).toBe(
        'Invalid according to Policy: Policy expired.',
      );
      const words = await postPolicy(bucket, { ...policy(), expiration: 'tomorrow' }, { fields });
      expect(words.code).toBe('InvalidPolicyDocument');
    },
  );

  documented(
    forms,
    'Each form field that you specify in the form (except AWSAccessKeyId, signature, file, policy, and field names that have an x-ignore- prefix) must be included in the list of conditions.',
    async () => {
      const bucket = await newBucket();
      const extra = await postPolicy(bucket, policy(), { fields: { ...fields, 'x-amz-meta-a': '1' } });
      expect(message(extra)).toBe('Invalid according to Policy: Extra input fields: x-amz-meta-a');
      const ignored = await postPolicy(bucket, policy(), {
        fields: { ...fields, 'x-ignore-a': '1', AWSAccessKeyId: 'x' },
      });
      expect(ignored.status).toBe(204);
    },
  );

  documented(forms, 'All variables within the form are expanded before the policy is validated.', async () => {
    const rule = {
      expiration: inAnHour,
      conditions: [...signed, { bucket: 'bucket' }, { key: 'user/betty/photo.jpg' }],
    };
    const sent = await postPolicy(await newBucket(), rule, { fields: { key: `user/betty/\${filename}` } });
    expect(sent.status).toBe(204);
  });

  documented(forms, 'Specifies the minimum and maximum allowable size for the uploaded content.', async () => {
    const bucket = await newBucket();
    const code = async (least: number, most: number) =>
      (await postPolicy(bucket, policy(['content-length-range', least, most]), { fields, body: 'hello' })).code;
    expect(await code(5, 5)).toBeUndefined();
    expect(await code(0, 4)).toBe('EntityTooLarge');
    expect(await code(6, 9)).toBe('EntityTooSmall');
  });

  documented(forms, 'Exact matches verify that fields match specific values.', async () => {
    const bucket = await newBucket();
    for (const condition of [{ 'x-amz-meta-a': '1' }, ['eq', '$x-amz-meta-a', '1']]) {
      const send = (value: string) =>
        postPolicy(bucket, policy(condition), { fields: { ...fields, 'x-amz-meta-a': value } });
      expect([(await send('1')).status, (await send('12')).status]).toEqual([204, 403]);
    }
  });

  documented(forms, 'If the value must start with a certain value, use starts-with.', async () => {
    const bucket = await newBucket();
    const rule = {
      expiration: inAnHour,
      conditions: [...signed, { bucket: 'bucket' }, ['starts-with', '$key', 'user/betty/']],
    };
    const send = (key: string) => postPolicy(bucket, rule, { fields: { key } });
    expect([(await send('user/betty/a')).status, (await send('user/eric/a')).status]).toEqual([204, 403]);
  });

  documented(
    forms,
    'To configure the policy to allow any content within a field, use starts-with with an empty value.',
    async () => {
      const rule = policy(['starts-with', '$x-amz-meta-a', '']);
      const sent = await postPolicy(await newBucket(), rule, { fields: { ...fields, 'x-amz-meta-a': 'anything' } });
      expect(sent.status).toBe(204);
    },
  );

  documented(
    forms,
    'you can create more complex matching criteria by specifying multiple conditions for a form field.',
    async () => {
      const bucket = await newBucket();
      const rule = policy(['starts-with', '$key', 'a'], ['starts-with', '$key', 'ab']);
      const send = (key: string) => postPolicy(bucket, rule, { fields: { key } });
      expect([(await send('abc')).status, (await send('ac')).status]).toEqual([204, 403]);
    },
  );
});
