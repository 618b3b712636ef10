import { s3Error } from '../errors.ts';
import { authorize, bucketOf } from '../exchange.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { ObjectVersion } from '../store/object-version.ts';
import { xmlOf } from '../xml.ts';
import { encoder, limitOf } from './listing.ts';

interface Page {
  readonly objects: readonly ObjectVersion[];
  readonly prefixes: readonly string[];
  /** The last key or common prefix, where there is more behind it. */
  readonly next: string | undefined;
}

export function listObjectsV2(exchange: Exchange): Answer {
  const { request, response, storage } = exchange;
  const { query } = request;
  const parameters = authorizedParameters(exchange);
  const { prefix, delimiter, limit, encode } = parameters;
  const token = query.get('continuation-token');
  const startAfter = query.get('start-after');
  const after = token === null ? (startAfter ?? '') : fromToken(token);
  const page = pageOf(exchange, { prefix, delimiter, limit, after });
  const withOwner = query.get('fetch-owner') === 'true' ? { Owner: ownerOf(storage.cloud.accountId) } : {};
  const xml = xmlOf('ListBucketResult', {
    Name: exchange.bucketName,
    Prefix: encode(prefix),
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    MaxKeys: parameters.maxKeys,
    EncodingType: query.get('encoding-type') ?? undefined,
    KeyCount: page.objects.length + page.prefixes.length,
    IsTruncated: page.next !== undefined,
    ContinuationToken: token ?? undefined,
    NextContinuationToken: page.next === undefined ? undefined : toToken(page.next),
    StartAfter: startAfter === null ? undefined : encode(startAfter),
    Contents: page.objects.map((object) => ({ ...contentOf(object, encode), ...withOwner })),
    CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
  });
  response.setHeader('content-type', 'application/xml');
  return xml;
}

/** The first version of the operation, which SDKs still have. */
export function listObjects(exchange: Exchange): Answer {
  const { request, response, storage } = exchange;
  const { query } = request;
  const { prefix, delimiter, limit, maxKeys, encode } = authorizedParameters(exchange);
  const marker = query.get('marker') ?? '';
  const page = pageOf(exchange, { prefix, delimiter, limit, after: marker });
  const owner = ownerOf(storage.cloud.accountId);
  const xml = xmlOf('ListBucketResult', {
    Name: exchange.bucketName,
    Prefix: encode(prefix),
    Marker: encode(marker),
    // Without a delimiter the last key says where to go on.
    NextMarker: page.next === undefined || delimiter === '' ? undefined : encode(page.next),
    MaxKeys: maxKeys,
    Delimiter: delimiter === '' ? undefined : encode(delimiter),
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: page.next !== undefined,
    Contents: page.objects.map((object) => ({ ...contentOf(object, encode), Owner: owner })),
    CommonPrefixes: page.prefixes.map((common) => ({ Prefix: encode(common) })),
  });
  response.setHeader('content-type', 'application/xml');
  return xml;
}

function authorizedParameters(exchange: Exchange) {
  const { query } = exchange.request;
  const bucket = bucketOf(exchange);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const { limit, maxKeys } = limitOf(query);
  authorize(exchange, bucket, 's3:ListBucket', undefined, {
    ...(query.has('prefix') ? { 's3:prefix': prefix } : {}),
    ...(query.has('delimiter') ? { 's3:delimiter': delimiter } : {}),
    ...(query.has('max-keys') ? { 's3:max-keys': String(maxKeys) } : {}),
  });
  return { prefix, delimiter, limit, maxKeys, encode: encoder(query) };
}

interface Cursor {
  readonly prefix: string;
  readonly delimiter: string;
  readonly limit: number;
  /** Exclusive: a key, or a common prefix of which nothing more is to be seen. */
  readonly after: string;
}

/** Greater than any key that begins like the text before it. */
const last = '\u{10FFFF}';

function pageOf({ storage, bucketName }: Exchange, { prefix, delimiter, limit, after }: Cursor): Page {
  const objects: ObjectVersion[] = [];
  const prefixes: string[] = [];
  if (limit === 0) return { objects, prefixes, next: undefined };
  let cursor = commonPrefix(after, prefix, delimiter) === after && after !== '' ? after + last : after;
  let end = after;
  for (;;) {
    const batch = storage.objects.latestAfter(bucketName, prefix, cursor, limit + 1);
    if (batch.length === 0) return { objects, prefixes, next: undefined };
    for (const object of batch) {
      cursor = object.key;
      if (object.isDeleteMarker) continue;
      const common = commonPrefix(object.key, prefix, delimiter);
      if (common !== undefined && prefixes.at(-1) === common) continue;
      if (objects.length + prefixes.length === limit) return { objects, prefixes, next: end };
      end = common ?? object.key;
      if (common === undefined) {
        objects.push(object);
        continue;
      }
      prefixes.push(common);
      // All else below it needn't be read.
      cursor = common + last;
      break;
    }
  }
}

/** What a key is rolled up into: it up to the first delimiter behind the prefix. */
function commonPrefix(key: string, prefix: string, delimiter: string): string | undefined {
  if (delimiter === '') return undefined;
  const found = key.startsWith(prefix) ? key.indexOf(delimiter, prefix.length) : -1;
  return found < 0 ? undefined : key.slice(0, found + delimiter.length);
}

function contentOf({ key, modified, etag, size, checksum }: ObjectVersion, encode: (text: string) => string) {
  const checksums = checksum ? { ChecksumAlgorithm: checksum.algorithm, ChecksumType: checksum.type } : {};
  const date = new Date(modified).toISOString();
  return {
    Key: encode(key),
    LastModified: date,
    ETag: `"${etag}"`,
    ...checksums,
    Size: size,
    StorageClass: 'STANDARD',
  };
}

function ownerOf(accountId: string) {
  return { ID: accountId, DisplayName: accountId };
}

function toToken(key: string): string {
  return Buffer.from(key).toString('base64');
}

function fromToken(token: string): string {
  const key = Buffer.from(token, 'base64').toString('utf8');
  if (token === '' || toToken(key) !== token) {
    throw s3Error('InvalidArgument', 'The continuation token provided is incorrect', {
      ArgumentName: 'continuation-token',
    });
  }
  return key;
}
