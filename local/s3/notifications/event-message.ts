import type { Bucket } from '../buckets.ts';
import type { ObjectVersion } from '../store/object-version.ts';

/** Something that has happened to an object. */
export interface ObjectEvent {
  /** Such as `ObjectCreated:Put`. */
  readonly name: string;
  /** As EventBridge has it: `PutObject`, `DeleteObject`, `Lifecycle Expiration` … */
  readonly reason: string;
  readonly version: Pick<ObjectVersion, 'key' | 'size' | 'etag' | 'versionId' | 'sequence'>;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly requestId: string;
  /** The account, or the service that did it. */
  readonly requester: string;
  /** `AWS:` and the caller's id. */
  readonly principalId: string;
}

/** As functions and queues get it. */
export function eventMessage(event: ObjectEvent, bucket: Bucket, region: string, configurationId: string): unknown {
  const { name, version } = event;
  const isCreated = name.startsWith('ObjectCreated:');
  return {
    Records: [
      {
        eventVersion: name.startsWith('LifecycleExpiration:') ? '2.3' : '2.1',
        eventSource: 'aws:s3',
        awsRegion: region,
        eventTime: new Date(event.time).toISOString(),
        eventName: name,
        userIdentity: { principalId: event.principalId },
        requestParameters: { sourceIPAddress: '127.0.0.1' },
        responseElements: { 'x-amz-request-id': event.requestId, 'x-amz-id-2': `${event.requestId}/local` },
        s3: {
          s3SchemaVersion: '1.0',
          configurationId,
          bucket: { name: bucket.name, ownerIdentity: { principalId: 'LOCAL' }, arn: bucket.arn },
          object: {
            key: encodeURIComponent(version.key).replaceAll('%20', '+').replaceAll('%2F', '/'),
            ...(isCreated ? { size: version.size, eTag: version.etag } : {}),
            ...(bucket.versioning === 'Unversioned' ? {} : { versionId: version.versionId }),
            ...(!isCreated && version.etag ? { eTag: version.etag } : {}),
            sequencer: sequencer(version.sequence),
          },
        },
      },
    ],
  };
}

/** The detail of an event on EventBridge, whose detail type is `Object Created` or `Object Deleted`. */
export function bridgeDetail(event: ObjectEvent, bucket: Bucket): { detailType: string; detail: unknown } {
  const { name, version } = event;
  const isCreated = name.startsWith('ObjectCreated:');
  const deletion = name.endsWith('DeleteMarkerCreated') ? 'Delete Marker Created' : 'Permanently Deleted';
  const isLifecycle = name.startsWith('LifecycleExpiration:');
  return {
    detailType: isCreated ? 'Object Created' : 'Object Deleted',
    detail: {
      version: '0',
      bucket: { name: bucket.name },
      object: {
        key: version.key,
        ...(isCreated ? { size: version.size } : {}),
        ...(version.etag ? { etag: version.etag } : {}),
        ...(bucket.versioning === 'Unversioned' ? {} : { 'version-id': version.versionId }),
        sequencer: sequencer(version.sequence),
      },
      'request-id': event.requestId,
      requester: event.requester,
      ...(isLifecycle ? {} : { 'source-ip-address': '127.0.0.1' }),
      reason: event.reason,
      ...(isCreated ? {} : { 'deletion-type': deletion }),
    },
  };
}

/** Hexadecimal, so that a later event's compares greater. */
function sequencer(sequence: number): string {
  return sequence.toString(16).toUpperCase().padStart(16, '0');
}
