/** Environment of the function. */
export const COPY_LESSONS_ENV = ['TABLE'] as const;

/** Its own queue, which is made with it: it goes on by a message to itself. */
export const OWN_QUEUE_ENV = ['QUEUE_URL'] as const;
