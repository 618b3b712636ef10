/** Environment of the function. */
export const DEVICES_ENV = ['TABLE', 'PUSH_APPLICATIONS'] as const;
