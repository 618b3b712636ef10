/** Environment of the function. */
export const SIGN_IN_ENV = ['TABLE', 'USER_POOL_ID'] as const;
