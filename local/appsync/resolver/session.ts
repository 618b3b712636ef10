/** How AppSync names its session of a data source's role. */
export const SESSION_NAME = 'APPSYNC_ASSUME_ROLE';
export const SERVICE = 'appsync.amazonaws.com';
