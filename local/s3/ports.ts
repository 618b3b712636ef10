import type { Caller } from '../iam/caller.ts';
import type { AccessKey } from '../iam/credentials.ts';
import type { RequestContext } from '../iam/iam.ts';
import type { Statement } from '../iam/policy.ts';
import type { Principal } from '../iam/principal.ts';

/** What S3 needs of its neighbors. */
export interface S3Ports {
  /** Undefined: nobody's. */
  accessKey(accessKeyId: string): AccessKey | undefined;
  /** Why the caller may not, by its own policies and the bucket's; undefined: it may. */
  refusal(
    caller: Caller,
    action: string,
    resource: string,
    context: RequestContext,
    policy: readonly Statement[],
  ): string | undefined;
  /** Whether `refusal` would find none, without a consequence. */
  isAllowed(
    caller: Caller,
    action: string,
    resource: string,
    context: RequestContext,
    policy: readonly Statement[],
  ): boolean;
  /** @throws AwsError where the caller may not use the key that encrypts a bucket */
  authorizeKey(principal: Principal, keyArn: string): void;
  /** Invokes asynchronously, for a bucket. @throws AwsError where the function's policy doesn't let S3 */
  invokeFunction(functionArn: string, event: unknown, bucketArn: string): Promise<void>;
  /** @throws AwsError where the queue's policy doesn't let S3, or there is no such queue */
  sendMessage(queueArn: string, body: string, bucketArn: string): Promise<void> | void;
  /** Puts an event of the source `aws.s3` on the default bus. Without it no bucket may send events there. */
  readonly putEvent?: (event: BucketEvent) => Promise<void>;
}

export interface BucketEvent {
  readonly source: 'aws.s3';
  readonly detailType: string;
  readonly detail: unknown;
  /** ARN of the bucket. */
  readonly resources: readonly string[];
  /** ISO 8601. */
  readonly time: string;
}
