import { AUDIT } from './keys.ts';

/**
 * Partitions in which the index of the audit trail lists an entry: of each person and object that it is about, and of
 * its day (UTC).
 */
export function auditPartitions({
  time,
  about,
}: {
  readonly time: string;
  readonly about: readonly string[];
}): string[] {
  return [...about.map(auditPartition), auditDay(time)];
}

/** Of a person or an object, by id. */
export function auditPartition(id: string): string {
  return `${AUDIT}${id.startsWith('usr_') ? 'PERSON' : 'OBJECT'}#${id}`;
}

/** @param time ISO 8601 */
export function auditDay(time: string): string {
  return `${AUDIT}DAY#${time.slice(0, 'yyyy-MM-dd'.length)}`;
}
