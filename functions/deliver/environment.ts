import { readEnv } from '../shared/env.ts';
import { DELIVER_ENV } from './env.ts';

/** Read once, at the cold start. */
export const env = readEnv(DELIVER_ENV);
export const tableName = env.TABLE;
