import { NestedStack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { BOARD, POINTS } from '../../model/keys.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, unit, type Fields } from './field.ts';

/** Points and leaderboards, as functions have counted them: nobody writes them here. */
export class PointsApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, { api, table }: DomainProps) {
    super(scope, id);
    const points = new TableSource(this, 'Source', { api, table, domain: 'points' })
      .allow(['GetItem'], [POINTS])
      .allow(['BatchGetItem'], [POINTS, BOARD])
      .allowIndexes(['latestAwards']);

    this.fields = {
      'Query.myPoints': unit(points),
      'Query.pointsHistory': unit(points),
      'Query.leaderboard': unit(points),
    } satisfies Fields;
    addFields(this, api, 'points', this.fields);
  }
}
