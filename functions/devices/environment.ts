import type { DevicePlatform } from '../../generated/schema.ts';
import { readEnv } from '../shared/env.ts';
import { DEVICES_ENV } from './env.ts';

const env = readEnv(DEVICES_ENV);

/** Read once, at the cold start. */
export const tableName = env.TABLE;

/** ARNs of the stage's platform applications; a platform without one is not configured. */
export const applications = JSON.parse(env.PUSH_APPLICATIONS) as Partial<Record<DevicePlatform, string>>;
