import type { Cause } from './cause.ts';
import { learningBucket, positionKey, type Key } from './keys.ts';

/** Where a learner left a lesson. An item of its own, so that dashboards don't pay for it. */
export type PositionItem = Key & {
  readonly entity: 'Position';
  readonly v: 1;
  /** Seconds from the lesson's start. */
  readonly positionSeconds: number;
  /** ISO 8601. */
  readonly savedAt: string;
  /** Key of the index that finds what is learned in a course. */
  readonly learning: string;
  readonly cause: Cause;
};

export function newPosition(position: {
  readonly sub: string;
  readonly courseUlid: string;
  readonly lessonUlid: string;
  readonly positionSeconds: number;
  readonly now: string;
  readonly cause: Cause;
}): PositionItem {
  return {
    ...positionKey(position.sub, position.courseUlid, position.lessonUlid),
    entity: 'Position',
    v: 1,
    positionSeconds: position.positionSeconds,
    savedAt: position.now,
    learning: learningBucket(position.courseUlid, position.sub),
    cause: position.cause,
  };
}
