import { NestedStack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { CARD, COPY, COURSE, LEARNER, SEATS, UPLOADS, USER } from '../../model/keys.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, pipeline, step, unit, type Field, type Fields, type Step } from './field.ts';

/** What mentors change of courses that exist. */
export class AuthoringApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, { api, table }: DomainProps) {
    super(scope, id);
    const authoring = new TableSource(this, 'Source', { api, table, domain: 'authoring' })
      .allow(['BatchGetItem'], [COURSE, COPY, CARD, USER, LEARNER, UPLOADS])
      .allow(['GetItem'], [USER, COURSE])
      .allow(['ConditionCheckItem'], [COURSE])
      .allow(['Query'], [SEATS, COURSE])
      .allow(['PutItem', 'DeleteItem'], [COURSE, COPY])
      .allow(['UpdateItem'], [COURSE, COPY, CARD, SEATS, UPLOADS])
      .allowIndexes(['coursesOfMentor', 'coursesInReview']);
    const decide = step('steps/decide-edit', authoring);
    const move = edit(decide, step('steps/move-course', authoring));
    const authors = pipeline(step('1-decide', authoring), step('2-list', authoring));
    const write = edit(decide, step('1-write', authoring));
    const open = pipeline(step('1-decide', authoring), step('2-write', authoring), step('3-reread', authoring));

    this.fields = {
      'Mutation.updateCourse': edit(decide, step('1-seats', authoring), step('2-write', authoring)),
      'Mutation.updateModule': write,
      'Mutation.removeModule': write,
      'Mutation.updateLesson': write,
      'Mutation.removeLesson': write,
      'Mutation.addResource': write,
      'Mutation.updateResource': write,
      'Mutation.removeResource': write,
      'Mutation.reorderCourse': write,
      'Mutation.submitCourse': move,
      'Mutation.withdrawCourse': move,
      'Mutation.approveCourse': move,
      'Mutation.rejectCourse': move,
      'Mutation.scheduleCoursePublication': write,
      'Mutation.cancelCoursePublication': move,
      'Mutation.archiveCourse': move,
      'Mutation.unarchiveCourse': move,
      'Mutation.openDraft': open,
      'Mutation.publishDraft': write,
      'Mutation.discardDraft': write,
      'Mutation.noteCourseUpdated': unit(authoring),
      'Query.myCourses': authors,
      'Query.coursesInReview': authors,
      'Query.courseHistory': authors,
      'Subscription.onCourseUpdated': pipeline(step('1-decide', authoring), step('1-decide', authoring)),
    } satisfies Fields;
    addFields(this, api, 'authoring', this.fields);
  }
}

/** Three rounds: who was overtaken reads again and decides anew, and is told only what still stands then. */
function edit(...round: readonly Step[]): Field {
  return pipeline(...round, ...round, ...round);
}
