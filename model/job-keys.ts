import { FOLD, REFRESH, type Key } from './keys.ts';

/** Keys of how far jobs and folds are. */

/** How far a shard of the table's stream has been folded into an aggregate. */
export function foldMarkKey(aggregate: string, shardId: string): Key {
  return { pk: `${FOLD}${aggregate}`, sk: `MARK#${shardId}` };
}

/** What a rebuild of an aggregate has still to count. @param first sequence number */
export function foldJournalKey(aggregate: string, rebuildId: string, first: string): Key {
  return { pk: `${FOLD}${aggregate}`, sk: `JOURNAL#${rebuildId}#${first}` };
}

/** How far the job is that brings a course's enrollments in line with its outline. */
export function outlineRefreshKey(courseUlid: string): Key {
  return { pk: `${REFRESH}${courseUlid}`, sk: 'OUTLINE' };
}
