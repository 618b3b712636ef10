/** Environment of the function. */
export const SWEEP_UPLOADS_ENV = ['TABLE', 'BUCKET'] as const;
