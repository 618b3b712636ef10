/**
 * What pollers (Lambda's event source mappings, EventBridge Pipes) read: implemented by `dynamodb/` and `sqs/`.
 * Permissions are the poller's role's, checked at each call.
 */
import type { Principal } from '../iam/principal.ts';

/** A change of an item, in the form in which Lambda and Pipes deliver it. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: 'INSERT' | 'MODIFY' | 'REMOVE';
  readonly eventVersion: '1.1';
  readonly eventSource: 'aws:dynamodb';
  readonly awsRegion: string;
  readonly dynamodb: {
    /** Seconds since the epoch, by the cloud's clock. */
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Readonly<Record<string, unknown>>;
    readonly NewImage?: Readonly<Record<string, unknown>>;
    readonly OldImage?: Readonly<Record<string, unknown>>;
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: 'KEYS_ONLY' | 'NEW_IMAGE' | 'OLD_IMAGE' | 'NEW_AND_OLD_IMAGES';
  };
  /** Set where the service itself deleted the item because its time to live was over. */
  readonly userIdentity?: { readonly type: 'Service'; readonly principalId: 'dynamodb.amazonaws.com' };
  readonly eventSourceARN: string;
}

export interface StreamShard {
  readonly shardId: string;
  readonly parentShardId?: string;
  /** Sequence number of its first record, or the one that it will have at the earliest. */
  readonly startingSequenceNumber: string;
  /** Set once it is closed: its last sequence number. */
  readonly endingSequenceNumber?: string;
}

export interface Streams {
  /** Oldest first. A child is to be read only when its parent has been read to its end. */
  shards(principal: Principal, streamArn: string): readonly StreamShard[];
  /**
   * Records of a shard after a sequence number (undefined: from the oldest that is kept), at most `limit`, in order.
   * Answers at once; none: there is nothing new.
   */
  records(
    principal: Principal,
    streamArn: string,
    shardId: string,
    after: string | undefined,
    limit: number,
  ): Promise<readonly StreamRecord[]>;
  /** The newest sequence number of a shard, or undefined where it has none: where a reader from LATEST begins. */
  latest(streamArn: string, shardId: string): string | undefined;
  /** Calls back soon after records were written or shards split. @returns stops it */
  watch(streamArn: string, onChange: () => void): () => void;
}

/** A message as a poller receives it. */
export interface QueueMessage {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** `ApproximateReceiveCount`, `SentTimestamp`, `MessageGroupId` … */
  readonly attributes: Readonly<Record<string, string>>;
  /** As Lambda shows them: `{ name: { stringValue, binaryValue, dataType } }`. */
  readonly messageAttributes: Readonly<Record<string, unknown>>;
  readonly md5OfBody: string;
}

export interface Queues {
  /** At most ten, at once; received messages are invisible for the queue's time. */
  receive(principal: Principal, queueArn: string, limit: number): readonly QueueMessage[];
  delete(principal: Principal, queueArn: string, receiptHandles: readonly string[]): void;
  /** 0: visible again at once. */
  changeVisibility(principal: Principal, queueArn: string, receiptHandle: string, seconds: number): void;
  /** @returns id of the message @throws AwsError where neither identity nor queue policy allows it */
  send(sender: QueueSender, queueArn: string, message: SentMessage): string;
  /** Calls back when messages have become visible. @returns stops it */
  watch(queueArn: string, onVisible: () => void): () => void;
  /** In seconds. */
  visibilityTimeout(queueArn: string): number;
}

/** A principal by its policies, or a service on behalf of a resource by the queue's policy. */
export type QueueSender = { readonly principal: Principal } | { readonly service: string; readonly sourceArn: string };

export interface SentMessage {
  readonly body: string;
  readonly delaySeconds?: number;
  readonly messageGroupId?: string;
  readonly messageDeduplicationId?: string;
  /** As in SendMessage. */
  readonly attributes?: Readonly<Record<string, unknown>>;
}
