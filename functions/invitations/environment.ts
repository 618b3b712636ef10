import { readEnv } from '../shared/env.ts';
import type { Reader } from '../shared/read-items.ts';
import { table } from '../shared/table.ts';
import { INVITATIONS_ENV } from './env.ts';

/** Read once, at the cold start. */
export const { TABLE: tableName } = readEnv(INVITATIONS_ENV);

export const reader: Reader = { table, tableName };
