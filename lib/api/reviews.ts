import { NestedStack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { COURSE, LEARNER, REVIEWS, USER } from '../../model/keys.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, pipeline, step, unit, type Fields } from './field.ts';

/** What learners say of courses. */
export class ReviewsApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, { api, table }: DomainProps) {
    super(scope, id);
    const reviews = new TableSource(this, 'Source', { api, table, domain: 'reviews' })
      .allow(['BatchGetItem'], [USER, LEARNER, COURSE, REVIEWS])
      // AppSync reads a review back whose condition failed.
      .allow(['GetItem', 'PutItem', 'UpdateItem'], [REVIEWS])
      .allowIndexes(['reviewsOfCourse', 'helpfulReviewsOfCourse']);
    const decideThenWrite = pipeline(step('1-decide', reviews), step('2-write', reviews));

    this.fields = {
      'Query.reviews': pipeline(step('1-list', reviews), step('2-authors', reviews)),
      'Query.myReview': unit(reviews),
      'Mutation.reviewCourse': decideThenWrite,
      'Mutation.deleteReview': decideThenWrite,
      'Mutation.replyToReview': decideThenWrite,
      'Mutation.voteReviewHelpful': decideThenWrite,
    } satisfies Fields;
    addFields(this, api, 'reviews', this.fields);
  }
}
