/** Environment of the function. */
export const PHONE_ENV = ['TABLE'] as const;
