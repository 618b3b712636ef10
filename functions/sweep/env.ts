/** Environment of the function. */
export const SWEEP_ENV = ['TABLE', 'REQUIRES_APPROVAL', 'DELIVER_QUEUE_URL', 'IDENTITY_QUEUE_URL'] as const;
