/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** Which lesson is done. */
export type CompleteLessonInput = {
  /** Course of the lesson. */
  courseId: string;
  /** Id of the lesson. */
  lessonId: string;
};

export type DashboardQueryVariables = Exact<{
  limit?: number | null | undefined;
}>;


export type DashboardQuery = { me: { id: string, displayName: string } | null, myEnrollments: { nextToken: string | null, items: Array<{ course: { id: string, title: string }, progress: { percent: number | null, nextLessonId: string | null } }> } | null };

export type CompleteLessonMutationVariables = Exact<{
  input: CompleteLessonInput;
}>;


export type CompleteLessonMutation = { completeLesson: { courseId: string | null, userId: string | null, percent: number | null, nextLessonId: string | null } | null };

export type OnProgressSubscriptionVariables = Exact<{
  courseId: string;
  userId: string;
}>;


export type OnProgressSubscription = { onProgressUpdated: { courseId: string | null, percent: number | null, nextLessonId: string | null } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}

export const DashboardDocument = new TypedDocumentString(`
    query Dashboard($limit: Int) {
  me {
    id
    displayName
  }
  myEnrollments(limit: $limit) {
    items {
      course {
        id
        title
      }
      progress {
        percent
        nextLessonId
      }
    }
    nextToken
  }
}
    `) as unknown as TypedDocumentString<DashboardQuery, DashboardQueryVariables>;
export const CompleteLessonDocument = new TypedDocumentString(`
    mutation CompleteLesson($input: CompleteLessonInput!) {
  completeLesson(input: $input) {
    courseId
    userId
    percent
    nextLessonId
  }
}
    `) as unknown as TypedDocumentString<CompleteLessonMutation, CompleteLessonMutationVariables>;
export const OnProgressDocument = new TypedDocumentString(`
    subscription OnProgress($courseId: ID!, $userId: ID!) {
  onProgressUpdated(courseId: $courseId, userId: $userId) {
    courseId
    percent
    nextLessonId
  }
}
    `) as unknown as TypedDocumentString<OnProgressSubscription, OnProgressSubscriptionVariables>;