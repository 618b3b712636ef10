import { Construct } from 'constructs';
import type { POINTS_ENV } from '../../functions/points/env.ts';
import { POINTS } from '../../model/keys.ts';
import { Consumer } from '../constructs/consumer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import type { WorkProps } from './work.ts';

/** Points for what learners do. */
export class PointsWork extends Construct {
  constructor(scope: Construct, id: string, { config, table, bus }: WorkProps) {
    super(scope, id);
    const consumer = new Consumer<typeof POINTS_ENV>(this, 'Consumer', {
      name: 'points',
      config,
      bus,
      hears: ['lesson.completed', 'course.completed', 'review.created', 'review.deleted'],
      environment: { TABLE: table.tableName },
    });
    consumer.function.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem'], [POINTS]));
  }
}
