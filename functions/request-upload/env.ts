/** Environment of the function. */
export const REQUEST_UPLOAD_ENV = ['TABLE', 'BUCKET'] as const;
