/** Environment of the function. */
export const NOTIFICATIONS_ENV = ['TABLE', 'GRAPHQL_URL'] as const;
