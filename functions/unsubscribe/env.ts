/** Environment of the function. */
export const UNSUBSCRIBE_ENV = ['TABLE'] as const;
