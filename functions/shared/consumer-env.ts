/** Environment that each consumer of events has besides its own. */
export const CONSUMER_ENV = ['DEAD_LETTERS_URL', 'MAX_RECEIVES'] as const;
