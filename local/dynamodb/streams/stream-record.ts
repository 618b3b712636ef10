import { hash } from 'node:crypto';
import type { StreamRecord } from '../../event-source/ports.ts';
import { itemSize } from '../attribute-value.ts';
import { sequenceNumber } from './sequence-number.ts';
import { expiryIdentity } from './stored-records.ts';
import type { StoredImages } from './stored-records.ts';

export const viewTypes = ['KEYS_ONLY', 'NEW_IMAGE', 'OLD_IMAGE', 'NEW_AND_OLD_IMAGES'] as const;
export type ViewType = (typeof viewTypes)[number];

/** What a stream adds to the images of a change. */
export interface RecordFrame {
  readonly id: number;
  /** Milliseconds since the epoch, by the cloud's clock. */
  readonly time: number;
  readonly isExpiry: boolean;
  readonly viewType: ViewType;
  readonly streamArn: string;
  readonly region: string;
}

/** A record as AWS delivers it. */
export function streamRecord(stored: StoredImages, frame: RecordFrame): StreamRecord {
  const { eventName, keys, newImage, oldImage, writtenAt } = stored;
  const { id, time, isExpiry, viewType, streamArn, region } = frame;
  const images = {
    ...(newImage && (viewType === 'NEW_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES') && { NewImage: newImage }),
    ...(oldImage && (viewType === 'OLD_IMAGE' || viewType === 'NEW_AND_OLD_IMAGES') && { OldImage: oldImage }),
  };
  return {
    // With the time: after a reset another record may have the number.
    eventID: hash('md5', `${streamArn} ${id} ${writtenAt}`),
    eventName,
    eventVersion: '1.1',
    eventSource: 'aws:dynamodb',
    awsRegion: region,
    dynamodb: {
      ApproximateCreationDateTime: Math.floor(time / 1000),
      Keys: keys,
      ...images,
      SequenceNumber: sequenceNumber(id),
      SizeBytes: [keys, ...Object.values(images)].reduce((sum, image) => sum + itemSize(image), 0),
      StreamViewType: viewType,
    },
    ...(isExpiry && { userIdentity: expiryIdentity }),
    eventSourceARN: streamArn,
  };
}
