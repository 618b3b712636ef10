/** Environment of the function. */
export const REFRESH_ENROLLMENTS_ENV = ['TABLE'] as const;

/** Its own queue, which is made with it: a walk goes on by a message to itself. */
export const WALK_ENV = ['QUEUE_URL'] as const;
