/** Environment of the function. */
export const REFRESH_NAMES_ENV = ['TABLE'] as const;
