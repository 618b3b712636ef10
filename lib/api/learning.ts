import { NestedStack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { COPY, COURSE, LEARNER, SEATS, USER } from '../../model/keys.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, pipeline, step, unit, type Fields } from './field.ts';

/** Enrollments and progress. */
export class LearningApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, { api, table }: DomainProps) {
    super(scope, id);
    const learning = new TableSource(this, 'Source', { api, table, domain: 'learning' })
      .allow(['BatchGetItem'], [USER, LEARNER, COURSE, COPY])
      .allow(['Query'], [LEARNER, SEATS])
      // AppSync reads an item back whose condition failed.
      .allow(['GetItem', 'PutItem'], [LEARNER])
      .allow(['UpdateItem'], [LEARNER, SEATS]);

    const decide = step('1-decide', learning);
    const attempt = [step('2-seats', learning), step('3-take', learning)];
    const decideLearning = step('steps/decide-learning', learning);
    const complete = [step('steps/complete-lesson', learning), step('steps/settle-completion', learning)];
    this.fields = {
      'Query.myEnrollments': unit(learning),
      'Mutation.enroll': pipeline(decide, decide, ...attempt, ...attempt, ...attempt, ...attempt),
      'Mutation.unenroll': pipeline(decide, step('2-write', learning)),
      'Mutation.completeLesson': pipeline(decideLearning, decideLearning, ...complete),
      'Mutation.saveLessonPosition': pipeline(decideLearning, decideLearning, step('1-write', learning), ...complete),
      'Subscription.onProgressUpdated': unit(learning),
    } satisfies Fields;
    addFields(this, api, 'learning', this.fields);
  }
}
