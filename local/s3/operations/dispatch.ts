import { s3Error } from '../errors.ts';
import type { Operation } from '../exchange.ts';
import { getBucketLocation, getBucketVersioning, headBucket, listBuckets } from './buckets.ts';
import { copyObject } from './copy-object.ts';
import { deleteObject, deleteObjects } from './delete-objects.ts';
import { getObject } from './get-object.ts';
import { listObjects, listObjectsV2 } from './list-objects.ts';
import { listObjectVersions } from './list-versions.ts';
import {
  abortMultipartUpload,
  completeMultipartUpload,
  createMultipartUpload,
  listParts,
  uploadPart,
} from './multipart.ts';
import {
  getObjectLegalHold,
  getObjectLockConfiguration,
  getObjectRetention,
  putObjectLegalHold,
  putObjectRetention,
} from './object-lock.ts';
import { postObject } from './post-object.ts';
import { putObject } from './put-object.ts';

const operations = {
  AbortMultipartUpload: abortMultipartUpload,
  CompleteMultipartUpload: completeMultipartUpload,
  CopyObject: copyObject,
  CreateMultipartUpload: createMultipartUpload,
  DeleteObject: deleteObject,
  DeleteObjects: deleteObjects,
  GetBucketLocation: getBucketLocation,
  GetBucketVersioning: getBucketVersioning,
  GetObject: getObject,
  GetObjectLegalHold: getObjectLegalHold,
  GetObjectLockConfiguration: getObjectLockConfiguration,
  GetObjectRetention: getObjectRetention,
  HeadBucket: headBucket,
  HeadObject: getObject,
  ListBuckets: listBuckets,
  ListObjects: listObjects,
  ListObjectsV2: listObjectsV2,
  ListObjectVersions: listObjectVersions,
  ListParts: listParts,
  PostObject: postObject,
  PutObject: putObject,
  PutObjectLegalHold: putObjectLegalHold,
  PutObjectRetention: putObjectRetention,
  UploadPart: uploadPart,
} as const satisfies Record<string, Operation>;

export type OperationName = keyof typeof operations;

export const operationNames = Object.keys(operations) as OperationName[];

export function operationOf(name: OperationName): Operation {
  return operations[name];
}

/** What of a request says which operation it is. */
interface Target {
  readonly method: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly bucketName: string;
  readonly key: string;
}

/** Parameters that make a request one about something else of the bucket or object. */
const subresources = new Set([
  ...[
    'accelerate',
    'acl',
    'analytics',
    'attributes',
    'cors',
    'delete',
    'encryption',
    'intelligent-tiering',
    'inventory',
  ],
  ...['legal-hold', 'lifecycle', 'location', 'logging', 'metadataTable', 'metrics', 'notification', 'object-lock'],
  ...[
    'ownershipControls',
    'policy',
    'policyStatus',
    'publicAccessBlock',
    'renameObject',
    'replication',
    'requestPayment',
  ],
  ...[
    'restore',
    'retention',
    'select',
    'session',
    'tagging',
    'torrent',
    'uploadId',
    'uploads',
    'versioning',
    'versions',
  ],
  ...['website', 'append'],
]);

/** By method and subresource. */
const ofBucket: Readonly<Record<string, OperationName>> = {
  HEAD: 'HeadBucket',
  GET: 'ListObjects',
  'GET location': 'GetBucketLocation',
  'GET object-lock': 'GetObjectLockConfiguration',
  'GET versioning': 'GetBucketVersioning',
  'GET versions': 'ListObjectVersions',
  'POST delete': 'DeleteObjects',
  POST: 'PostObject',
};

const ofObject: Readonly<Record<string, OperationName>> = {
  GET: 'GetObject',
  HEAD: 'HeadObject',
  PUT: 'PutObject',
  DELETE: 'DeleteObject',
  'GET legal-hold': 'GetObjectLegalHold',
  'GET retention': 'GetObjectRetention',
  'PUT legal-hold': 'PutObjectLegalHold',
  'PUT retention': 'PutObjectRetention',
  'POST uploads': 'CreateMultipartUpload',
  'PUT uploadId': 'UploadPart',
  'POST uploadId': 'CompleteMultipartUpload',
  'DELETE uploadId': 'AbortMultipartUpload',
  'GET uploadId': 'ListParts',
};

/** @throws AwsError NotImplemented for what S3 has and isn't run here, MethodNotAllowed */
export function operationIn({ method, query, headers, bucketName, key }: Target): OperationName {
  const subresource = [...query.keys()].find((name) => subresources.has(name));
  const place = subresource === undefined ? method : `${method} ${subresource}`;
  if (bucketName === '') {
    if (place === 'GET') return 'ListBuckets';
    throw s3Error('MethodNotAllowed', undefined, { Method: method, ResourceType: 'SERVICE' });
  }
  const names = key === '' ? ofBucket : ofObject;
  const name = Object.hasOwn(names, place) ? names[place] : undefined;
  if (name === undefined) {
    const known = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE'].includes(method);
    if (known && (subresource !== undefined || key === '')) {
      throw s3Error('NotImplemented', `The local S3 doesn't run ${place} on ${key === '' ? 'a bucket' : 'an object'}.`);
    }
    throw s3Error('MethodNotAllowed', undefined, { Method: method, ResourceType: 'OBJECT' });
  }
  if (name === 'ListObjects' && query.get('list-type') === '2') return 'ListObjectsV2';
  if (headers['x-amz-copy-source'] === undefined) return name;
  if (name === 'PutObject') return 'CopyObject';
  if (name === 'UploadPart') throw s3Error('NotImplemented', "The local S3 doesn't run UploadPartCopy.");
  return name;
}
