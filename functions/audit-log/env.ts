/** Environment of the function. */
export const AUDIT_LOG_ENV = ['BUS'] as const;
