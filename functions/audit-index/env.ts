/** Environment of the function: the mode of the lock, `GOVERNANCE` or `COMPLIANCE`, and its days. */
export const AUDIT_INDEX_ENV = ['TABLE', 'LOCK_MODE', 'LOCK_DAYS'] as const;
