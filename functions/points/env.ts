/** Environment of the function. */
export const POINTS_ENV = ['TABLE'] as const;
