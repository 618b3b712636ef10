/** Environment of the function. */
export const AUDIT_READ_ENV = ['TABLE', 'BUCKET'] as const;
