import { readEnv } from '../shared/env.ts';
import { PHONE_ENV } from './env.ts';

/** Read once, at the cold start. */
export const tableName = readEnv(PHONE_ENV).TABLE;
