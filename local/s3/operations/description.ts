import { s3Error } from '../errors.ts';
import type { Bucket } from '../buckets.ts';
import type { Description } from '../store/object-version.ts';

/** Headers that S3 keeps with an object and gives back. */
const kept = [
  'content-type',
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
];

/** Headers of requests that would have an effect which isn't run here. */
const notRun = [
  'x-amz-tagging',
  'x-amz-website-redirect-location',
  'x-amz-server-side-encryption-customer-algorithm',
  'x-amz-write-offset-bytes',
];

const grants = ['x-amz-grant-read', 'x-amz-grant-write', 'x-amz-grant-read-acp', 'x-amz-grant-full-control'];

/** Bytes of names and values together. */
const metadataLimit = 2048;

type Headers = Readonly<Record<string, string | undefined>>;

/** What the headers (or form fields) of an upload say of its object. @throws AwsError */
export function describe(headers: Headers, bucket: Bucket): Omit<Description, 'checksum'> {
  refuseWhatIsNotRun(headers);
  const entries = kept.flatMap((name) => {
    const value = name === 'content-encoding' ? withoutAwsChunked(headers[name]) : headers[name];
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  const encryption = headers['x-amz-server-side-encryption'] ?? bucket.encryption;
  const keyArn = headers['x-amz-server-side-encryption-aws-kms-key-id'] ?? bucket.keyArn;
  return {
    headers: { 'content-type': 'binary/octet-stream', ...Object.fromEntries(entries) },
    metadata: metadataOf(headers),
    encryption,
    ...(encryption === 'AES256' || keyArn === undefined ? {} : { keyArn }),
  };
}

function refuseWhatIsNotRun(headers: Headers): void {
  const unsupported = notRun.find((name) => headers[name] !== undefined);
  if (unsupported) throw s3Error('NotImplemented', undefined, { Header: unsupported });
  const acl = headers['x-amz-acl'] ?? headers['acl'];
  // ACLs are off, S3's default: only what grants nothing beyond it is taken.
  if (
    (acl !== undefined && acl !== 'bucket-owner-full-control') ||
    grants.some((name) => headers[name] !== undefined)
  ) {
    throw s3Error('AccessControlListNotSupported');
  }
  const storageClass = headers['x-amz-storage-class'] ?? 'STANDARD';
  if (storageClass !== 'STANDARD') throw s3Error('NotImplemented', undefined, { Header: 'x-amz-storage-class' });
  const encryption = headers['x-amz-server-side-encryption'];
  if (encryption !== undefined && !['AES256', 'aws:kms'].includes(encryption)) {
    throw s3Error('InvalidArgument', 'The encryption method specified is not supported');
  }
}

function metadataOf(headers: Headers): Record<string, string> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('x-amz-meta-') && value !== undefined ? [[name.slice('x-amz-meta-'.length), value] as const] : [],
  );
  const size = entries.reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (size > metadataLimit) {
    throw s3Error('MetadataTooLarge', undefined, { Size: size, MaxSizeAllowed: metadataLimit });
  }
  return Object.fromEntries(entries);
}

/** How the body was sent is no part of the object. */
function withoutAwsChunked(encoding: string | undefined): string | undefined {
  return encoding
    ?.split(',')
    .map((one) => one.trim())
    .filter((one) => one !== 'aws-chunked')
    .join(', ');
}
