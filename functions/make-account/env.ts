/** Environment of the function. */
export const MAKE_ACCOUNT_ENV = ['TABLE', 'USER_POOL_ID'] as const;
