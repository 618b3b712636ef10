import { readEnv } from '../shared/env.ts';
import { REQUEST_UPLOAD_ENV } from './env.ts';

/** Read once, at the cold start. */
export const { TABLE: tableName, BUCKET: bucketName } = readEnv(REQUEST_UPLOAD_ENV);
