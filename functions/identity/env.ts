/** Environment of the function. */
export const IDENTITY_ENV = ['TABLE', 'USER_POOL_ID'] as const;
