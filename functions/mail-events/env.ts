/** Environment of the function. */
export const MAIL_EVENTS_ENV = ['TABLE'] as const;
