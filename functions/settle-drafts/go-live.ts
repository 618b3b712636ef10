import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { cardFacts } from '../../model/card.ts';
import { newCourseChange } from '../../model/course-change.ts';
import { courseCopyKeys } from '../../model/course-copy.ts';
import type { CourseItem } from '../../model/course.ts';
import { cardKey, courseKey, type Key } from '../../model/keys.ts';
import { readCourse } from '../shared/course-items.ts';
import type { Write } from '../shared/lesson-writes.ts';
import { write, type Drafting } from './drafting.ts';

/**
 * Shows readers the draft, in one transaction: outline, what the course says of itself, and that lessons are to be read
 * as this edition has them. Where the published course has changed since the draft was opened, the draft says so instead.
 * @returns whether it is live
 */
export async function goLive(drafting: Drafting): Promise<boolean> {
  const { reader, draft, live } = drafting;
  const TableName = reader.tableName;
  const next = revised(drafting);
  const line = newCourseChange(next, { action: 'REVISED', reason: null, at: new Date().toISOString() });
  const keys = [courseKey(live.ulid), ...(live.copies ? courseCopyKeys(live) : [])];
  const isLive = await write(reader, [
    ...keys.map((key) => courseUpdate(TableName, key, next)),
    cardUpdate(TableName, next),
    { Put: { TableName, Item: line, ConditionExpression: 'attribute_not_exists(pk)' } },
  ]);
  if (isLive) return true;
  // The same message may have come twice.
  if ((await readCourse(reader, live.ulid))?.edition === draft.ulid) return true;
  await giveUp(drafting);
  return false;
}

/** The published course as the draft leaves it. Seats, price, mentor and names in URLs are no part of a draft. */
function revised({ draft, live, cause }: Drafting): CourseItem {
  const { title, subtitle, category, level, lessonTotal, modules } = draft;
  const { subtitle: _, ...kept } = live;
  const said = { title, ...(subtitle ? { subtitle } : {}), category, level, lessonTotal, modules };
  return { ...kept, ...said, edition: draft.ulid, version: draft.draft.base + 1, cause };
}

const REVISED = ['title', 'category', 'level', 'lessonTotal', 'modules', 'edition', 'version', 'cause'] as const;

/** The course itself and each of its copies: they say the same at any time. */
function courseUpdate(TableName: string, { pk, sk }: Key, next: CourseItem): Write {
  const names = [...REVISED, ...(next.subtitle ? (['subtitle'] as const) : [])];
  return {
    Update: {
      TableName,
      Key: { pk, sk },
      UpdateExpression:
        `SET ${names.map((name) => `#${name} = :${name}`).join(', ')}` + (next.subtitle ? '' : ' REMOVE subtitle'),
      ConditionExpression: '#version = :base AND #status = :published',
      ExpressionAttributeNames: { '#status': 'status', ...Object.fromEntries(names.map((name) => [`#${name}`, name])) },
      ExpressionAttributeValues: {
        ':base': next.version - 1,
        ':published': 'PUBLISHED',
        ...Object.fromEntries(names.map((name) => [`:${name}`, next[name]])),
      },
    },
  };
}

function cardUpdate(TableName: string, next: CourseItem): Write {
  const { course, catalogueCategory } = cardFacts(next);
  return {
    Update: {
      TableName,
      Key: cardKey(next.ulid),
      UpdateExpression: 'SET course = :course, catalogueCategory = :category, #cause = :cause',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeNames: { '#cause': 'cause' },
      ExpressionAttributeValues: { ':course': course, ':category': catalogueCategory, ':cause': next.cause },
    },
  };
}

/** Its mentor sees that it can't go live any more. */
async function giveUp({ reader, draft, cause }: Drafting): Promise<void> {
  await reader.table.send(
    new UpdateCommand({
      TableName: reader.tableName,
      Key: courseKey(draft.ulid),
      UpdateExpression: 'SET draft.#state = :outdated, version = version + :one, #cause = :cause',
      ConditionExpression: 'draft.#state = :going',
      ExpressionAttributeNames: { '#state': 'state', '#cause': 'cause' },
      ExpressionAttributeValues: { ':outdated': 'OUTDATED', ':going': 'GOING_LIVE', ':one': 1, ':cause': cause },
    }),
  );
}
