/** Environment of the function. */
export const SIGN_FILES_ENV = ['BUCKET'] as const;
