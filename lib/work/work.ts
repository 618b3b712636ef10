import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import type { StageConfig } from '../config.ts';

/** What a part of the backend that follows events is built on. */
export interface WorkProps {
  readonly config: StageConfig;
  readonly table: ITable;
  readonly bus: EventBus;
}
