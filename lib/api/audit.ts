import { Duration, NestedStack } from 'aws-cdk-lib';
import { LambdaDataSource } from 'aws-cdk-lib/aws-appsync';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Construct } from 'constructs';
import type { AUDIT_READ_ENV } from '../../functions/audit-read/env.ts';
import { TRAIL_PREFIX } from '../../model/audit.ts';
import { AUDIT, USER } from '../../model/keys.ts';
import type { AuditTrail } from '../constructs/audit-trail.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, pipeline, step, type Fields } from './field.ts';

export interface AuditApiProps extends DomainProps {
  readonly trail: AuditTrail;
}

/** What Admins read of the audit trail. */
export class AuditApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, { api, table, config, trail: { bucket } }: AuditApiProps) {
    super(scope, id);
    const accounts = new TableSource(this, 'Source', { api, table, domain: 'audit' }).allow(['GetItem'], [USER]);
    const read = new BackendFunction<typeof AUDIT_READ_ENV>(this, 'Read', {
      name: 'audit-read',
      config,
      environment: { TABLE: table.tableName, BUCKET: bucket.bucketName },
      timeout: Duration.seconds(20),
    });
    read.addToRolePolicy(partitionStatement(table, ['dynamodb:Query'], [AUDIT]));
    read.addToRolePolicy(
      new PolicyStatement({
        actions: ['s3:GetObjectVersion'],
        resources: [bucket.arnForObjects(`${TRAIL_PREFIX}*`)],
      }),
    );
    const trail = new LambdaDataSource(this, 'ReadSource', { api, name: 'auditRead', lambdaFunction: read });

    this.fields = {
      'Query.auditTrail': pipeline(step('steps/decide-admin', accounts), step('2-read', trail)),
    } satisfies Fields;
    addFields(this, api, 'audit', this.fields);
  }
}
