import { s3Error } from '../errors.ts';
import { authorize, bucketOf } from '../exchange.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { ObjectVersion } from '../store/object-version.ts';
import { xmlOf } from '../xml.ts';
import { encoder, limitOf } from './listing.ts';

/** All versions, by key, the newest first. */
export function listObjectVersions(exchange: Exchange): Answer {
  const { request, response, storage } = exchange;
  const { query } = request;
  const bucket = bucketOf(exchange);
  const prefix = query.get('prefix') ?? '';
  const { limit, maxKeys } = limitOf(query);
  authorize(exchange, bucket, 's3:ListBucketVersions', undefined, query.has('prefix') ? { 's3:prefix': prefix } : {});
  if (query.get('delimiter')) {
    throw s3Error('NotImplemented', 'The local S3 lists versions without a delimiter only.');
  }
  const [keyMarker, versionMarker] = [query.get('key-marker') ?? '', query.get('version-id-marker') ?? ''];
  if (versionMarker !== '' && keyMarker === '') {
    throw s3Error('InvalidArgument', 'A version-id marker cannot be specified without a key marker.');
  }
  const sequence =
    versionMarker === '' ? 0 : (storage.objects.version(bucket.name, keyMarker, versionMarker)?.sequence ?? 0);
  const found = storage.objects.versionsAfter(bucket.name, prefix, { key: keyMarker, sequence }, limit + 1);
  const page = found.slice(0, limit);
  const next = found.length > limit ? page.at(-1) : undefined;
  const encode = encoder(query);
  const entry = (version: ObjectVersion) => {
    const isLatest = storage.objects.latest(bucket.name, version.key)?.sequence === version.sequence;
    return entryOf(version, isLatest, encode, storage.cloud.accountId);
  };
  const xml = xmlOf('ListVersionsResult', {
    Name: bucket.name,
    Prefix: encode(prefix),
    KeyMarker: encode(keyMarker),
    VersionIdMarker: versionMarker,
    NextKeyMarker: next && encode(next.key),
    NextVersionIdMarker: next?.versionId,
    MaxKeys: maxKeys,
    EncodingType: query.get('encoding-type') ?? undefined,
    IsTruncated: next !== undefined,
    Version: page.filter(({ isDeleteMarker }) => !isDeleteMarker).map(entry),
    DeleteMarker: page.filter(({ isDeleteMarker }) => isDeleteMarker).map(entry),
  });
  response.setHeader('content-type', 'application/xml');
  return xml;
}

function entryOf(version: ObjectVersion, isLatest: boolean, encode: (text: string) => string, accountId: string) {
  const { key, versionId, modified, etag, size, isDeleteMarker } = version;
  const content = isDeleteMarker ? {} : { ETag: `"${etag}"`, Size: size, StorageClass: 'STANDARD' };
  return {
    Key: encode(key),
    VersionId: versionId,
    IsLatest: isLatest,
    LastModified: new Date(modified).toISOString(),
    ...content,
    Owner: { ID: accountId, DisplayName: accountId },
  };
}
