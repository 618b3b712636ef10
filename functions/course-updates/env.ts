/** Environment of the function. */
export const COURSE_UPDATES_ENV = ['GRAPHQL_URL'] as const;
