/** Environment of the function. */
export const CHECK_UPLOAD_ENV = ['TABLE'] as const;
