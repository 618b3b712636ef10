import { createReadStream } from 'node:fs';
import { createHash } from 'node:crypto';
import { algorithmOf, checksumHeader, Digests } from '../body/checksums.ts';
import { readAll } from '../body/read-all.ts';
import { receive, write } from '../body/receive.ts';
import { s3Error } from '../errors.ts';
import { authorize, authorizeKey, bucketOf } from '../exchange.ts';
import type { Answer, Exchange } from '../exchange.ts';
import type { Bucket } from '../buckets.ts';
import type { Checksum } from '../store/object-version.ts';
import type { Part, Upload } from '../store/uploads.ts';
import { listOf, parseXml, xmlOf } from '../xml.ts';
import { describe } from './description.ts';
import { stateOf } from './get-object.ts';
import { lockIn, requireDigest } from './lock-headers.ts';
import { checkKey, store } from './put-object.ts';

/** Bytes of a part that isn't the last. */
const smallestPart = 5 * 1024 ** 2;
const mostParts = 10_000;
const largestDocument = 2 * 1024 ** 2;

export function createMultipartUpload(exchange: Exchange): Answer {
  const { response, storage, key, headers } = exchange;
  const bucket = bucketOf(exchange);
  checkKey(key);
  authorize(exchange, bucket, 's3:PutObject', key);
  const description = { ...describe(headers, bucket), lock: lockIn(exchange, bucket) };
  authorizeKey(exchange, description.keyArn);
  const algorithm = headers['x-amz-checksum-algorithm'];
  if (algorithm !== undefined) {
    response.setHeader('x-amz-checksum-algorithm', algorithmOf(algorithm));
    response.setHeader('x-amz-checksum-type', 'COMPOSITE');
    if (headers['x-amz-checksum-type'] === 'FULL_OBJECT') {
      throw s3Error('NotImplemented', undefined, { Header: 'x-amz-checksum-type' });
    }
  }
  const upload = storage.uploads.create({
    bucket: bucket.name,
    key,
    initiated: storage.cloud.clock.now(),
    description,
  });
  response.setHeader('content-type', 'application/xml');
  response.setHeader('x-amz-server-side-encryption', description.encryption);
  return xmlOf('InitiateMultipartUploadResult', { Bucket: bucket.name, Key: key, UploadId: upload.id });
}

export async function uploadPart(exchange: Exchange): Promise<Answer> {
  const { request, response, storage, key } = exchange;
  const bucket = bucketOf(exchange);
  authorize(exchange, bucket, 's3:PutObject', key);
  const upload = uploadOf(exchange, bucket);
  authorizeKey(exchange, upload.description.keyArn);
  const number = Number(request.query.get('partNumber'));
  if (!Number.isInteger(number) || number < 1 || number > mostParts) {
    throw s3Error('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
  }
  requireDigest(request.headers, bucket, 'Put Part');
  const { file, size, etag, checksum } = await receive(request, storage.files);
  const part: Part = { number, file, size, etag, checksum, modified: storage.cloud.clock.now() };
  // It may have been completed or aborted while the part came in.
  if (!storage.uploads.find(bucket.name, key, upload.id)) {
    storage.files.remove([file]);
    throw s3Error('NoSuchUpload');
  }
  storage.uploads.addPart(upload, part);
  response.setHeader('etag', `"${etag}"`);
  response.setHeader('x-amz-server-side-encryption', upload.description.encryption);
  if (checksum) response.setHeader(checksumHeader(checksum.algorithm), checksum.value);
  return undefined;
}

export async function completeMultipartUpload(exchange: Exchange): Promise<Answer> {
  const { request, response, storage, key } = exchange;
  const bucket = bucketOf(exchange);
  authorize(exchange, bucket, 's3:PutObject', key);
  const upload = uploadOf(exchange, bucket);
  const document = parseXml((await readAll(request, largestDocument)).toString('utf8'), 'CompleteMultipartUpload');
  const parts = chosenParts(listOf(document.Part), storage.uploads.parts(upload.id));
  const checksum = compositeChecksum(parts);
  const content = (async function* () {
    for (const { file } of parts) yield* createReadStream(storage.files.pathOf(file)) as AsyncIterable<Buffer>;
  })();
  const { file, size } = await write(content, storage.files, undefined);
  const digests = parts.map(({ etag }) => Buffer.from(etag, 'hex'));
  const etag = `${createHash('md5').update(Buffer.concat(digests)).digest('hex')}-${parts.length}`;
  const version = storage.database.transaction(() => {
    const object = { ...upload.description, key, file, size, etag, checksum };
    const stored = store(exchange, bucket, 'CompleteMultipartUpload', object);
    storage.uploads.remove(upload);
    return stored;
  });
  stateOf(bucket, version).forEach((value, name) => response.setHeader(name, value));
  response.setHeader('content-type', 'application/xml');
  const location = `${storage.cloud.url}/${bucket.name}/${key}`;
  const result = { Location: location, Bucket: bucket.name, Key: key, ETag: `"${etag}"` };
  const sum = checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value, ChecksumType: checksum.type } : {};
  return xmlOf('CompleteMultipartUploadResult', { ...result, ...sum });
}

export function abortMultipartUpload(exchange: Exchange): Answer {
  const bucket = bucketOf(exchange);
  authorize(exchange, bucket, 's3:AbortMultipartUpload', exchange.key);
  exchange.storage.uploads.remove(uploadOf(exchange, bucket));
  exchange.response.statusCode = 204;
  return undefined;
}

export function listParts(exchange: Exchange): Answer {
  const { response, storage, key } = exchange;
  const bucket = bucketOf(exchange);
  authorize(exchange, bucket, 's3:ListMultipartUploadParts', key);
  const upload = uploadOf(exchange, bucket);
  const parts = storage.uploads.parts(upload.id).map(({ number, modified, etag, size, checksum }) => ({
    PartNumber: number,
    LastModified: new Date(modified).toISOString(),
    ETag: `"${etag}"`,
    Size: size,
    ...(checksum ? { [`Checksum${checksum.algorithm}`]: checksum.value } : {}),
  }));
  response.setHeader('content-type', 'application/xml');
  return xmlOf('ListPartsResult', {
    Bucket: bucket.name,
    Key: key,
    UploadId: upload.id,
    MaxParts: mostParts,
    IsTruncated: false,
    Part: parts,
    StorageClass: 'STANDARD',
  });
}

/** @throws AwsError NoSuchUpload */
function uploadOf({ request, storage, key }: Exchange, bucket: Bucket): Upload {
  const id = request.query.get('uploadId') ?? '';
  const upload = storage.uploads.find(bucket.name, key, id);
  if (!upload) throw s3Error('NoSuchUpload', undefined, { UploadId: id });
  return upload;
}

/** @throws AwsError InvalidPart, InvalidPartOrder, EntityTooSmall, MalformedXML */
function chosenParts(listed: readonly unknown[], uploaded: readonly Part[]): Part[] {
  if (listed.length === 0) throw s3Error('MalformedXML');
  const parts = listed.map((one) => {
    const { PartNumber: number, ETag: etag } = one as { readonly PartNumber?: unknown; readonly ETag?: unknown };
    const part = uploaded.find((candidate) => candidate.number === Number(number));
    if (!part || String(etag).replaceAll(/"|&quot;/g, '') !== part.etag) {
      throw s3Error('InvalidPart', undefined, { PartNumber: number });
    }
    return part;
  });
  if (parts.some(({ number }, index) => index > 0 && number <= (parts[index - 1]?.number ?? 0))) {
    throw s3Error('InvalidPartOrder');
  }
  const small = parts.slice(0, -1).find(({ size }) => size < smallestPart);
  if (small) {
    throw s3Error('EntityTooSmall', undefined, {
      ProposedSize: small.size,
      MinSizeAllowed: smallestPart,
      PartNumber: small.number,
    });
  }
  return parts;
}

/** A checksum of the parts' checksums, where each has one. */
function compositeChecksum(parts: readonly Part[]): Checksum | undefined {
  const algorithm = parts[0]?.checksum?.algorithm;
  const sums = parts.flatMap(({ checksum }) => (checksum?.algorithm === algorithm ? (checksum ?? []) : []));
  if (algorithm === undefined || sums.length < parts.length) return undefined;
  return { algorithm, value: composite(algorithm, sums), type: 'COMPOSITE' };
}

function composite(algorithm: Checksum['algorithm'], sums: readonly Checksum[]): string {
  const digests = new Digests(algorithm);
  digests.update(Buffer.concat(sums.map(({ value }) => Buffer.from(value, 'base64'))));
  return `${digests.result(algorithm).checksum?.value ?? ''}-${sums.length}`;
}
