import { s3Error } from '../errors.ts';
import { authorize, authorizeKey, bucketOf } from '../exchange.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { Bucket } from '../buckets.ts';
import type { ObjectVersion } from '../store/object-version.ts';
import { xmlOf } from '../xml.ts';
import { checkReadConditions } from './conditional.ts';
import { describe } from './description.ts';
import { readableVersion, stateOf } from './get-object.ts';
import { lockIn } from './lock-headers.ts';
import { checkKey, store } from './put-object.ts';

/** Bytes that one CopyObject may copy. */
const largestCopy = 5 * 1024 ** 3;

export function copyObject(exchange: Exchange): Answer {
  const { response, storage, key, headers } = exchange;
  const bucket = bucketOf(exchange);
  checkKey(key);
  const source = sourceOf(exchange);
  authorize(exchange, bucket, 's3:PutObject', key);
  checkReadConditions(source.version, headers, 'x-amz-copy-source-');
  if (source.version.size > largestCopy)
    throw s3Error(
      'InvalidRequest',
      'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120',
    );
  const replaces = directive(headers['x-amz-metadata-directive']) === 'REPLACE';
  if (headers['x-amz-tagging-directive'] === 'REPLACE') {
    throw s3Error('NotImplemented', undefined, { Header: 'x-amz-tagging-directive' });
  }
  // A lock is of its version: a copy has none of its source's.
  const described = { ...describe(headers, bucket), lock: lockIn(exchange, bucket) };
  const isItself = source.bucket.name === bucket.name && source.version.key === key && source.versionId === undefined;
  if (isItself && !replaces && headers['x-amz-server-side-encryption'] === undefined) {
    throw s3Error(
      'InvalidRequest',
      "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
    );
  }
  authorizeKey(exchange, source.version.keyArn);
  authorizeKey(exchange, described.keyArn);
  const { size, etag, checksum } = source.version;
  const version = store(exchange, bucket, 'Copy', {
    ...described,
    ...(replaces ? {} : { headers: source.version.headers, metadata: source.version.metadata }),
    key,
    file: storage.files.duplicate(source.version.file),
    size,
    // A copy has no parts: S3 writes it in one piece, as far as it is small.
    etag,
    checksum,
  });
  stateOf(bucket, version).forEach((value, name) => response.setHeader(name, value));
  if (source.bucket.versioning !== 'Unversioned') {
    response.setHeader('x-amz-copy-source-version-id', source.version.versionId);
  }
  response.setHeader('content-type', 'application/xml');
  const modified = new Date(version.modified).toISOString();
  return xmlOf('CopyObjectResult', { LastModified: modified, ETag: `"${etag}"` });
}

function sourceOf(exchange: Exchange): { bucket: Bucket; version: ObjectVersion; versionId: string | undefined } {
  const header = exchange.headers['x-amz-copy-source'] ?? '';
  const [path = '', search] = header.replace(/^\//, '').split('?versionId=');
  const slash = path.indexOf('/');
  const [bucketName, key] = [path.slice(0, slash), decode(path.slice(slash + 1))];
  if (slash < 1 || key === '') {
    throw s3Error('InvalidArgument', 'Copy Source must mention the source bucket and key: sourcebucket/sourcekey');
  }
  const query = new URLSearchParams(search === undefined ? '' : { versionId: search });
  const read = { ...exchange, bucketName, key, request: { ...exchange.request, query } };
  const bucket = bucketOf(read);
  return { bucket, version: readableVersion(read, bucket), versionId: search };
}

function directive(value = 'COPY'): string {
  if (value === 'COPY' || value === 'REPLACE') return value;
  throw s3Error('InvalidArgument', 'Unknown metadata directive.');
}

function decode(path: string): string {
  try {
    return decodeURIComponent(path.replaceAll('+', ' '));
  } catch {
    throw s3Error('InvalidArgument', 'Copy Source must be URL-encoded.');
  }
}
