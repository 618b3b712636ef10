/** Environment of the function. */
export const IMPORT_ROSTER_ENV = ['TABLE', 'BUCKET'] as const;
