import { Stack, type StackProps } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import type { UserPool } from 'aws-cdk-lib/aws-cognito';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { StageConfig } from './config.ts';
import { Aggregates } from './work/aggregates.ts';
import type { AuditTrail } from './constructs/audit-trail.ts';
import { AuditWork } from './work/audit.ts';
import { CoursesWork } from './work/courses.ts';
import { EventFlow } from './work/event-flow.ts';
import { MediaWork } from './work/media.ts';
import { IdentityWork } from './work/identity.ts';
import { NamesWork } from './work/names.ts';
import { OutlinesWork } from './work/outlines.ts';
import { NotificationsWork } from './work/notifications.ts';
import { PointsWork } from './work/points.ts';
import { RosterWork } from './work/roster.ts';

export interface WorkStackProps extends StackProps {
  readonly config: StageConfig;
  readonly table: ITable;
  readonly pool: UserPool;
  readonly api: GraphqlApi;
  readonly trail: AuditTrail;
  /** Where people's files lie. */
  readonly media: IBucket;
  /** Where the API's resolvers write. */
  readonly apiLog: ILogGroup;
}

/** What happens because something was written: events, and who hears of them. */
export class WorkStack extends Stack {
  constructor(scope: Construct, id: string, props: WorkStackProps) {
    super(scope, id, props);
    const { config, table, pool, api, trail, media, apiLog } = props;
    const { bus } = new EventFlow(this, 'EventFlow', { config, table });
    new Aggregates(this, 'Aggregates', { config, table, bus });
    new AuditWork(this, 'Audit', { config, table, bus, trail, apiLog });
    new CoursesWork(this, 'Courses', { config, table, bus, api });
    new MediaWork(this, 'Media', { config, table, bus, media });
    new NamesWork(this, 'Names', { config, table, bus });
    new OutlinesWork(this, 'Outlines', { config, table, bus });
    new PointsWork(this, 'Points', { config, table, bus });
    const { queue: identityQueue } = new IdentityWork(this, 'Identity', { config, table, bus, pool });
    const notifications = new NotificationsWork(this, 'Notifications', { config, table, bus, api, identityQueue });
    new RosterWork(this, 'Roster', { config, table, bus, notifications: notifications.queue });
  }
}
