import { Duration } from 'aws-cdk-lib';
import type { GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { Construct } from 'constructs';
import type { COPY_LESSONS_ENV, OWN_QUEUE_ENV } from '../../functions/copy-lessons/env.ts';
import type { COURSE_UPDATES_ENV } from '../../functions/course-updates/env.ts';
import type { DRAFTS_QUEUE_ENV, SETTLE_DRAFTS_ENV } from '../../functions/settle-drafts/env.ts';
import { FACTS } from '../../model/events.ts';
import { CARD, COPY, COURSE, UPLOADS } from '../../model/keys.ts';
import { Consumer } from '../constructs/consumer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import type { WorkProps } from './work.ts';

/** What changes courses, and does not tell those who watch: functions, and mutations that answer with something else. */
const UNTOLD_ORIGINS = [
  'copy-lessons',
  'refresh-names',
  'settle-drafts',
  'sweep',
  'Mutation.createLesson',
  'Mutation.createModule',
];

export interface CoursesWorkProps extends WorkProps {
  readonly api: GraphqlApi;
}

/** Courses get the lessons that they begin with, and those of the drafts that go live; who watches is told. */
export class CoursesWork extends Construct {
  constructor(scope: Construct, id: string, props: CoursesWorkProps) {
    super(scope, id);
    this.#copy(props);
    this.#settle(props);
    this.#tell(props);
  }

  #copy({ config, table, bus }: WorkProps): void {
    const { function: copy, queue } = new Consumer<typeof COPY_LESSONS_ENV>(this, 'Copy', {
      name: 'copy-lessons',
      config,
      bus,
      hears: ['course.duplicated'],
      environment: { TABLE: table.tableName },
      timeout: Duration.minutes(1),
    });
    const queueUrl: (typeof OWN_QUEUE_ENV)[number] = 'QUEUE_URL';
    copy.addEnvironment(queueUrl, queue.queueUrl);
    queue.grantSendMessages(copy);
    copy.addToRolePolicy(partitionStatement(table, ['dynamodb:GetItem', 'dynamodb:BatchGetItem'], [COURSE]));
    copy.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem'], [COURSE, COPY]));
    copy.addToRolePolicy(partitionStatement(table, ['dynamodb:UpdateItem'], [COURSE, UPLOADS]));
  }

  #settle({ config, table, bus }: WorkProps): void {
    const { function: settle, queue } = new Consumer<typeof SETTLE_DRAFTS_ENV>(this, 'Settle', {
      name: 'settle-drafts',
      config,
      bus,
      hears: ['draft.released', 'draft.discarded'],
      environment: { TABLE: table.tableName },
      timeout: Duration.minutes(2),
    });
    const queueUrl: (typeof DRAFTS_QUEUE_ENV)[number] = 'QUEUE_URL';
    settle.addEnvironment(queueUrl, queue.queueUrl);
    queue.grantSendMessages(settle);
    const allow = (actions: readonly `dynamodb:${string}`[], partitions: readonly string[]) => {
      settle.addToRolePolicy(partitionStatement(table, actions, partitions));
    };
    allow(['dynamodb:GetItem', 'dynamodb:BatchGetItem', 'dynamodb:Query'], [COURSE]);
    allow(['dynamodb:PutItem', 'dynamodb:DeleteItem'], [COURSE, COPY]);
    allow(['dynamodb:UpdateItem'], [COURSE, COPY, CARD, UPLOADS]);
  }

  #tell({ config, bus, api }: CoursesWorkProps): void {
    const { function: tell } = new Consumer<typeof COURSE_UPDATES_ENV>(this, 'Tell', {
      name: 'course-updates',
      config,
      bus,
      hears: FACTS.Course,
      origins: UNTOLD_ORIGINS,
      environment: { GRAPHQL_URL: api.graphqlUrl },
    });
    api.grantMutation(tell, 'noteCourseUpdated');
  }
}
