/** Environment of the function. */
export const ROSTER_ENV = ['TABLE'] as const;
