/** Environment of the function. */
export const SNS_EVENTS_ENV = ['TABLE'] as const;
