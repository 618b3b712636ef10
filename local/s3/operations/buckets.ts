import { authorize, bucketOf } from '../exchange.ts';
import type { Answer, Exchange } from '../exchange.ts';
import { s3Error } from '../errors.ts';
import { xmlOf } from '../xml.ts';

export function listBuckets(exchange: Exchange): Answer {
  const { storage, caller, response } = exchange;
  const refusal = storage.ports.refusal(caller, 's3:ListAllMyBuckets', '*', exchange.context, []);
  if (refusal !== undefined) throw s3Error('AccessDenied', refusal);
  const { accountId } = storage.cloud;
  const buckets = storage.buckets.all.map(({ name }) => name).sort();
  response.setHeader('content-type', 'application/xml');
  return xmlOf('ListAllMyBucketsResult', {
    Owner: { ID: accountId, DisplayName: accountId },
    // Buckets are there from the start, whenever that is.
    Buckets: { Bucket: buckets.map((name) => ({ Name: name, CreationDate: '2026-01-01T00:00:00.000Z' })) },
  });
}

export function headBucket(exchange: Exchange): Answer {
  const { response, storage } = exchange;
  authorize(exchange, bucketOf(exchange), 's3:ListBucket');
  response.setHeader('x-amz-bucket-region', storage.cloud.region);
  return undefined;
}

export function getBucketLocation(exchange: Exchange): Answer {
  const { response, storage } = exchange;
  authorize(exchange, bucketOf(exchange), 's3:GetBucketLocation');
  const { region } = storage.cloud;
  response.setHeader('content-type', 'application/xml');
  // The oldest region has no name here.
  return xmlOf('LocationConstraint', region === 'us-east-1' ? '' : region);
}

export function getBucketVersioning(exchange: Exchange): Answer {
  const bucket = bucketOf(exchange);
  authorize(exchange, bucket, 's3:GetBucketVersioning');
  const { versioning } = bucket;
  exchange.response.setHeader('content-type', 'application/xml');
  return xmlOf('VersioningConfiguration', { Status: versioning === 'Unversioned' ? undefined : versioning });
}
