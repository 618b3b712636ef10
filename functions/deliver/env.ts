/** Environment of the function. */
export const DELIVER_ENV = ['TABLE', 'MAIL_FROM', 'CONFIGURATION_SET', 'APP_URL', 'UNSUBSCRIBE_URL'] as const;
