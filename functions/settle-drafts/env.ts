/** Environment of the function. */
export const SETTLE_DRAFTS_ENV = ['TABLE'] as const;

/** Its own queue, which is made with it: it goes on by a message to itself. */
export const DRAFTS_QUEUE_ENV = ['QUEUE_URL'] as const;
