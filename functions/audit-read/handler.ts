import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { TrailLine, TrailPage, TrailQuestion } from '../../model/audit.ts';
import { auditDay, auditPartition } from '../../model/audit-keys.ts';
import { readEnv } from '../shared/env.ts';
import { table } from '../shared/table.ts';
import { cursorOf, tokenOf } from './cursor.ts';
import { AUDIT_READ_ENV } from './env.ts';
import { findLines } from './find-lines.ts';
import { indexItems } from './index-items.ts';
import { readLines, type ReadRange } from './read-lines.ts';

const env = readEnv(AUDIT_READ_ENV);
const storage = new S3Client({});
const DAY_MS = 86_400_000;

/** `auditTrail` calls this: the index says where entries lie, and what is shown is what lies locked in S3. */
export async function handler({ id, from, to, limit, nextToken }: TrailQuestion): Promise<TrailPage> {
  const before = nextToken === null ? null : cursorOf(nextToken);
  if (nextToken !== null && !before) return { isTokenWrong: true };
  const range = { from: secondAt(from), to: before && before.time < secondAt(to) ? before.time : secondAt(to) };
  const partitions = id === null ? daysOf(from, Date.parse(range.to)) : [auditPartition(id)];
  const items = indexItems(table, env.TABLE, { partitions, ...range, pageSize: limit + 1 });
  const found = await findLines(items, before, limit + 1);
  const shown = found.slice(0, limit);
  const entries = await readLines(shown, readRange);
  const last = shown.at(-1);
  return {
    isTokenWrong: false,
    items: shown.map((line) => ({ ...(entries.get(line) as TrailLine), object: line.object, offset: line.offset })),
    nextToken: last && found.length > limit ? tokenOf(last) : null,
  };
}

const readRange: ReadRange = async (Key, VersionId, first, last) => {
  const Range = `bytes=${first}-${last}`;
  const { Body } = await storage.send(new GetObjectCommand({ Bucket: env.BUCKET, Key, VersionId, Range }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
};

/** As the times of events are written. */
function secondAt(time: number): string {
  return new Date(Math.floor(time / 1000) * 1000).toISOString();
}

/** Partitions of the days that a range touches, the newest first. */
function daysOf(from: number, to: number): string[] {
  const days: string[] = [];
  for (let day = Math.floor(to / DAY_MS); day >= Math.floor(from / DAY_MS); day -= 1) {
    days.push(auditDay(new Date(day * DAY_MS).toISOString()));
  }
  return days;
}
