import { Logger } from '@aws-lambda-powertools/logger';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { tells, type DomainEvent } from '../../model/events.ts';
import { courseUlidOf } from '../../model/ids.ts';
import { consume } from '../shared/consume.ts';
import { readCourse } from '../shared/course-items.ts';
import { readEnv } from '../shared/env.ts';
import { readEvent } from '../shared/read-event.ts';
import { table } from '../shared/table.ts';
import { DRAFTS_QUEUE_ENV, SETTLE_DRAFTS_ENV } from './env.ts';
import { goLive } from './go-live.ts';
import { remove } from './remove.ts';
import { settle } from './settle.ts';
import { stage } from './stage.ts';
import type { Drafting } from './drafting.ts';

const env = readEnv([...SETTLE_DRAFTS_ENV, ...DRAFTS_QUEUE_ENV]);
const logger = new Logger({ serviceName: 'settle-drafts' });
const queues = new SQSClient({});

/** What is left of its time must do for what it has begun. */
const RESERVE_MS = 30_000;
/** Copies of the course that callers have read a moment ago are settled by then. */
const WAIT_SECONDS = 5;

/**
 * A draft that is to go live: its lessons are written beside those of the published course, one transaction shows them
 * all, and then they take their places. One that is discarded is removed. Each part can be done again.
 */
export const handler = consume(logger, readEvent, async (event, context) => {
  if (event.entity !== 'Course' || !tells(event, 'draft.released', 'draft.discarded')) return;
  const drafting = await read(event, () => context.getRemainingTimeInMillis() > RESERVE_MS);
  if (!drafting) return;
  const { draft, live } = drafting;
  if (draft.draft.state === 'DISCARDED') return goOnUnless(await remove(drafting), event);
  if (live.edition === draft.ulid) return goOnUnless(await settle(drafting), event);
  if (draft.draft.state !== 'GOING_LIVE') return;
  if (!(await stage(drafting))) return goOn(event, 0);
  const isLive = await goLive(drafting);
  logger.info('A draft was to go live', { course: live.ulid, draft: draft.ulid, isLive });
  if (isLive) await goOn(event, WAIT_SECONDS);
});

async function read(event: DomainEvent<'Course'>, hasTime: () => boolean): Promise<Drafting | null> {
  const reader = { table, tableName: env.TABLE };
  const draft = await readCourse(reader, courseUlidOf(event.data.courseId) ?? '');
  if (!draft?.draft) return null;
  const live = await readCourse(reader, draft.draft.of);
  const cause = { actor: event.cause.actor, request: event.id, origin: 'settle-drafts' };
  return live && { reader, draft: { ...draft, draft: draft.draft }, live, cause, hasTime };
}

async function goOnUnless(isDone: boolean, event: DomainEvent): Promise<void> {
  if (!isDone) await goOn(event, 0);
}

async function goOn(event: DomainEvent, DelaySeconds: number): Promise<void> {
  const MessageBody = JSON.stringify(event);
  await queues.send(new SendMessageCommand({ QueueUrl: env.QUEUE_URL, MessageBody, DelaySeconds }));
}
