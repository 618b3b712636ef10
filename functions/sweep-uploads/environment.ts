import { readEnv } from '../shared/env.ts';
import { SWEEP_UPLOADS_ENV } from './env.ts';

/** Read once, at the cold start. */
export const { TABLE: tableName, BUCKET: bucketName } = readEnv(SWEEP_UPLOADS_ENV);
