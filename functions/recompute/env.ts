/** Environment of the function. */
export const RECOMPUTE_ENV = ['TABLE'] as const;
