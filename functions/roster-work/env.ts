/** Environment of the function. */
export const ROSTER_WORK_ENV = ['TABLE', 'NOTIFICATIONS_QUEUE_URL', 'RESERVE_MS', 'LEARNERS_A_PIECE'] as const;

/** The function's own queue, given to it once that is there. */
export const OWN_QUEUE = 'QUEUE_URL';
