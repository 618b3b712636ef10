/* eslint-disable */
import * as types from './graphql';



/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  query Dashboard($limit: Int) {\n    me {\n      id\n      displayName\n    }\n    myEnrollments(limit: $limit) {\n      items {\n        course {\n          id\n          title\n        }\n        progress {\n          percent\n          nextLessonId\n        }\n      }\n      nextToken\n    }\n  }\n": typeof types.DashboardDocument,
    "\n  mutation CompleteLesson($input: CompleteLessonInput!) {\n    completeLesson(input: $input) {\n      courseId\n      userId\n      percent\n      nextLessonId\n    }\n  }\n": typeof types.CompleteLessonDocument,
    "\n  subscription OnProgress($courseId: ID!, $userId: ID!) {\n    onProgressUpdated(courseId: $courseId, userId: $userId) {\n      courseId\n      percent\n      nextLessonId\n    }\n  }\n": typeof types.OnProgressDocument,
};
const documents: Documents = {
    "\n  query Dashboard($limit: Int) {\n    me {\n      id\n      displayName\n    }\n    myEnrollments(limit: $limit) {\n      items {\n        course {\n          id\n          title\n        }\n        progress {\n          percent\n          nextLessonId\n        }\n      }\n      nextToken\n    }\n  }\n": types.DashboardDocument,
    "\n  mutation CompleteLesson($input: CompleteLessonInput!) {\n    completeLesson(input: $input) {\n      courseId\n      userId\n      percent\n      nextLessonId\n    }\n  }\n": types.CompleteLessonDocument,
    "\n  subscription OnProgress($courseId: ID!, $userId: ID!) {\n    onProgressUpdated(courseId: $courseId, userId: $userId) {\n      courseId\n      percent\n      nextLessonId\n    }\n  }\n": types.OnProgressDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Dashboard($limit: Int) {\n    me {\n      id\n      displayName\n    }\n    myEnrollments(limit: $limit) {\n      items {\n        course {\n          id\n          title\n        }\n        progress {\n          percent\n          nextLessonId\n        }\n      }\n      nextToken\n    }\n  }\n"): typeof import('./graphql').DashboardDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CompleteLesson($input: CompleteLessonInput!) {\n    completeLesson(input: $input) {\n      courseId\n      userId\n      percent\n      nextLessonId\n    }\n  }\n"): typeof import('./graphql').CompleteLessonDocument;
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription OnProgress($courseId: ID!, $userId: ID!) {\n    onProgressUpdated(courseId: $courseId, userId: $userId) {\n      courseId\n      percent\n      nextLessonId\n    }\n  }\n"): typeof import('./graphql').OnProgressDocument;


export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}
