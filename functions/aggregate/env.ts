/** Environment of the function. */
export const AGGREGATE_ENV = ['TABLE', 'RECOMPUTE_QUEUE_URL'] as const;
