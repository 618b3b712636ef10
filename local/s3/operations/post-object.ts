import { signedForm } from '../authentication/post-policy.ts';
import { checkForm, lengthRange, parsePolicy } from '../authentication/post-policy.ts';
import type { FormFields } from '../authentication/post-policy.ts';
import { nobody } from '../authentication/authenticated.ts';
import { compareChecksum, compareContentMd5, largestPut } from '../body/receive.ts';
import { expectedChecksum } from '../body/checksums.ts';
import { receiveForm } from '../body/form.ts';
import { s3Error } from '../errors.ts';
import { authorize, authorizeKey, bucketOf } from '../exchange.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { ObjectVersion } from '../store/object-version.ts';
import { xmlOf } from '../xml.ts';
import type { Bucket } from '../buckets.ts';
import { describe } from './description.ts';
import { stateOf } from './get-object.ts';
import { lockIn, requireDigest } from './lock-headers.ts';
import { checkKey, store } from './put-object.ts';

/** A browser's upload by a form: `POST /BUCKET` with `multipart/form-data`. */
export async function postObject(exchange: Exchange): Promise<Answer> {
  const { storage, request } = exchange;
  const bucket = bucketOf(exchange);
  let accepted: ReturnType<typeof acceptForm> | undefined;
  const { file, fields } = await receiveForm(request, storage.files, (given, filename) => {
    accepted = acceptForm(exchange, bucket, given, filename);
    return { most: accepted.most, algorithm: accepted.checksum?.algorithm };
  });
  if (!accepted) throw s3Error('InvalidArgument', 'POST requires exactly one file upload per request.');
  const { key, least, most, description, checksum } = accepted;
  try {
    if (file.size > most) {
      throw s3Error('EntityTooLarge', undefined, { ProposedSize: file.size, MaxSizeAllowed: most });
    }
    if (file.size < least) {
      throw s3Error('EntityTooSmall', undefined, { ProposedSize: file.size, MinSizeAllowed: least });
    }
    compareChecksum(checksum?.value, file.checksum);
    compareContentMd5(fields.get('content-md5'), Buffer.from(file.etag, 'hex'));
  } catch (error) {
    storage.files.remove([file.file]);
    throw error;
  }
  const { size, etag } = file;
  const object = { ...description, key, file: file.file, size, etag, checksum: file.checksum };
  const version = store({ ...exchange, caller: accepted.caller, headers: {} }, bucket, 'Post', object);
  return answer(exchange, bucket, fields, version);
}

/** All that is decided before the file comes in. */
function acceptForm(exchange: Exchange, bucket: Bucket, given: FormFields, filename: string) {
  const { storage } = exchange;
  if (!given.has('key')) {
    throw s3Error(
      'InvalidArgument',
      "Bucket POST must contain a field named 'key'.  If it is specified, please check the order of the fields.",
      {
        ArgumentName: 'key',
      },
    );
  }
  const expanded = [...given].map(
    ([name, value]) => [name, value.replaceAll(/\$\{filename\}/g, () => filename)] as const,
  );
  const key = expanded.find(([name]) => name === 'key')?.[1] ?? '';
  if (key === '') throw s3Error('InvalidArgument', 'User key must have a length greater than 0.');
  checkKey(key);
  const fields: FormFields = new Map([...expanded, ['bucket', bucket.name]]);
  const policy = fields.get('policy');
  const { region } = storage.cloud;
  const judge = { region, accessKey: (id: string) => storage.ports.accessKey(id) };
  const authenticated = policy === undefined ? nobody : signedForm(fields, judge);
  const parsed = policy === undefined ? undefined : parsePolicy(policy);
  if (parsed) checkForm(parsed, fields, storage.cloud.clock);
  const headers = Object.fromEntries(fields);
  const made = { ...exchange, ...authenticated, headers, key };
  authorize(made, bucket, 's3:PutObject', key);
  const description = { ...describe(headers, bucket), lock: lockIn(made, bucket) };
  requireDigest(headers, bucket, 'Put Object');
  authorizeKey(made, description.keyArn);
  const { least, most } = parsed ? lengthRange(parsed) : { least: 0, most: largestPut };
  const checksum = expectedChecksum(headers);
  return { key, least, most: Math.min(most, largestPut), description, checksum, caller: authenticated.caller };
}

/** As the form asks for it: nothing, a document, or a page to go to. */
function answer({ response, storage }: Exchange, bucket: Bucket, fields: FormFields, version: ObjectVersion): Answer {
  const { key, etag } = version;
  const location = `${storage.cloud.url}/${bucket.name}/${encodeURIComponent(key)}`;
  response.setHeader('etag', `"${etag}"`);
  response.setHeader('location', location);
  stateOf(bucket, version).forEach((value, name) => response.setHeader(name, value));
  const redirect = redirection(fields.get('success_action_redirect') ?? fields.get('redirect'));
  if (redirect) {
    for (const [name, value] of Object.entries({ bucket: bucket.name, key, etag: `"${etag}"` })) {
      redirect.searchParams.set(name, value);
    }
    response.setHeader('location', redirect.href);
    response.statusCode = 303;
    return undefined;
  }
  const status = fields.get('success_action_status');
  response.statusCode = status === '200' || status === '201' ? Number(status) : 204;
  if (status !== '201') return undefined;
  response.setHeader('content-type', 'application/xml');
  return xmlOf('PostResponse', { Location: location, Bucket: bucket.name, Key: key, ETag: `"${etag}"` });
}

/** What is no URL is ignored. */
function redirection(target: string | undefined): URL | undefined {
  return target !== undefined && /^https?:/.test(target) && URL.canParse(target) ? new URL(target) : undefined;
}
