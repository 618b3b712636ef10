/** Environment of the function. */
export const SWEEP_ENV = ['TABLE', 'DELIVER_QUEUE_URL', 'IDENTITY_QUEUE_URL'] as const;
