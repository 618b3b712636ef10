/** Environment of the function. */
export const INVITATIONS_ENV = ['TABLE'] as const;
