import {
  AttributeType,
  ProjectionType,
  type Attribute,
  type GlobalSecondaryIndexPropsV2,
} from 'aws-cdk-lib/aws-dynamodb';
import { AWARD_ATTRIBUTES } from '../model/award.ts';
import { CARD_ATTRIBUTES } from '../model/card.ts';
import { AUTHORED_ATTRIBUTES } from '../model/course.ts';
import { INDEXES } from '../model/indexes.ts';
import { LISTED_ATTRIBUTES } from '../model/listing.ts';
import { DUE_ATTRIBUTES } from '../model/notification.ts';
import { REVIEW_ATTRIBUTES } from '../model/review.ts';

/**
 * What the table's indexes carry besides their keys: what their lists show, and no more. AWS takes 20 indexes a table, and
 * 100 attributes that are named here, over all of them.
 */
export function tableIndexes(): GlobalSecondaryIndexPropsV2[] {
  return [
    {
      // A course page needs outline and counts.
      indexName: 'courseBySlug',
      partitionKey: stringAttribute(INDEXES.courseBySlug.partitionKey),
      projectionType: ProjectionType.ALL,
    },
    ...catalogue(),
    // Among it the mentor, by which a refresh of names finds what is still to be done.
    carrying('coursesOfMentor', AUTHORED_ATTRIBUTES),
    carrying('coursesInReview', AUTHORED_ATTRIBUTES),
    // Little, so that the index is seldom written: not when a lesson is done, nor when a position is saved again.
    carrying('learningOfCourse', ['status', 'completedAt']),
    carrying('latestAwards', AWARD_ATTRIBUTES),
    {
      // Nothing that changes, so that it is written once for each learner.
      indexName: 'learnersWithPoints',
      partitionKey: stringAttribute(INDEXES.learnersWithPoints.partitionKey),
      projectionType: ProjectionType.KEYS_ONLY,
    },
    carrying('reviewsOfCourse', REVIEW_ATTRIBUTES),
    carrying('helpfulReviewsOfCourse', REVIEW_ATTRIBUTES, AttributeType.NUMBER),
    carrying('accountByEmail', LISTED_ATTRIBUTES),
    carrying('accountsByName', LISTED_ATTRIBUTES),
    carrying('due', DUE_ATTRIBUTES),
  ];
}

/** Lists of the catalogue carry what its cards show. */
function catalogue(): GlobalSecondaryIndexPropsV2[] {
  return [
    carrying('publishedCourses', CARD_ATTRIBUTES),
    carrying('publishedCoursesOfCategory', CARD_ATTRIBUTES),
    // Filtered by category, as no case makes a difference.
    carrying('publishedCoursesOfMentor', [...CARD_ATTRIBUTES, 'catalogueCategory']),
    carrying('popularCourses', CARD_ATTRIBUTES, AttributeType.NUMBER),
    carrying('popularCoursesOfCategory', CARD_ATTRIBUTES, AttributeType.NUMBER),
  ];
}

/** An index with these attributes, of which its keys need no naming. */
function carrying(
  indexName: keyof typeof INDEXES,
  attributes: readonly string[],
  sortType = AttributeType.STRING,
): GlobalSecondaryIndexPropsV2 {
  const { partitionKey, sortKey }: { readonly partitionKey: string; readonly sortKey?: string } = INDEXES[indexName];
  return {
    indexName,
    partitionKey: stringAttribute(partitionKey),
    ...(sortKey ? { sortKey: { name: sortKey, type: sortType } } : {}),
    projectionType: ProjectionType.INCLUDE,
    nonKeyAttributes: attributes.filter((name) => name !== sortKey),
  };
}

export function stringAttribute(name: string): Attribute {
  return { name, type: AttributeType.STRING };
}
