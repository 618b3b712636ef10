import type { Cloud } from '../cloud.ts';
import type { DeliveryStatus } from './delivery-status.ts';
import type { Directory } from './directory.ts';
import type { Query } from './wire.ts';

/** One call of the API. */
export interface Call {
  readonly query: Query;
  readonly cloud: Cloud;
  readonly directory: Directory;
  readonly status: DeliveryStatus;
  /** @throws AwsError AuthorizationError */
  readonly authorize: (resource: string) => void;
}

export type Operation = (call: Call) => Readonly<Record<string, unknown>>;
