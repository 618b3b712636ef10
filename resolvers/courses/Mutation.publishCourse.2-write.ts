import type { Context } from '@aws-appsync/utils';
import { runtime, util } from '@aws-appsync/utils';
import type { MutationPublishCourseArgs } from '../../generated/schema.ts';
import { isIn } from '../../model/account.ts';
import { newCard } from '../../model/card.ts';
import type { CourseItem } from '../../model/course.ts';
import { isPublishable, newCourseChange, publishedCourse, UNPUBLISHED_ONLY } from '../../model/course-change.ts';
import { COURSE_COPIES, courseCopy, courseCopyKeys } from '../../model/course-copy.ts';
import { underWay } from '../../model/course-draft.ts';
import { conflict } from '../../model/errors.ts';
import { courseKey } from '../../model/keys.ts';
import { causeOf } from '../steps/caller.ts';
import { denyIf } from '../steps/deny.ts';
import { putCopies } from '../steps/copies.ts';
import { orError } from '../steps/or-error.ts';
import { isPublishedBy, unapproved, type PublishStash } from '../steps/publishing.ts';
import { refuseIf } from '../steps/refuse.ts';
import type { Teaching } from '../steps/teaching.ts';
import { lostRace, NEW, putItem, standingItem, updateItem } from '../steps/transaction.ts';

type WriteContext = Context<MutationPublishCourseArgs, PublishStash, { result: Teaching }>;

const CHANGED = 'The course has changed since you read it, or is published already. Read it again, then decide.';

/** The course, the card that the catalogue shows of it, and the copies that callers read, or nothing. Done already, it is not done again. */
export function request(ctx: WriteContext) {
  if (ctx.stash.published) runtime.earlyReturn(null);
  // The first of the rounds is told by the step before; the others know it from the stash.
  const course = ctx.stash.course ?? ctx.prev.result.course;
  ctx.stash.byAdmin = ctx.stash.byAdmin ?? isIn(ctx.prev.result.account, ['Admin']);
  const { version } = ctx.args.input;
  if (isPublishedBy(course, version)) {
    ctx.stash.published = course;
    runtime.earlyReturn(null);
  }
  if (!isPublishable(course) || course.version !== version) refuseIf(conflict(CHANGED));
  refuseIf(underWay(course));
  denyIf(ctx, unapproved(ctx, course, ctx.stash.byAdmin));
  const now = util.time.nowISO8601();
  const cause = causeOf(ctx);
  const published = publishedCourse(course, now, cause);
  ctx.stash.written = published;
  return {
    operation: 'TransactWriteItems',
    transactItems: [
      updateItem(
        ctx,
        courseKey(course.ulid),
        {
          expression:
            'SET #status = :published, #publishedAt = :now, #version = :next, #copies = :copies, #cause = :cause ' +
            `REMOVE ${UNPUBLISHED_ONLY.join(', ')}`,
          names: {
            '#status': 'status',
            '#publishedAt': 'publishedAt',
            '#version': 'version',
            '#copies': 'copies',
            '#cause': 'cause',
          },
          values: {
            ':published': 'PUBLISHED',
            ':now': now,
            ':next': version + 1,
            ':copies': COURSE_COPIES,
            ':cause': cause,
          },
        },
        {
          expression: '#status = :before AND #version = :version',
          names: { '#status': 'status', '#version': 'version' },
          values: { ':before': course.status, ':version': version },
        },
      ),
      putItem(ctx, newCard(published, util.time.parseISO8601ToEpochMilliSeconds(now), cause), NEW),
      putItem(ctx, newCourseChange(published, { action: 'PUBLISHED', reason: null, at: now }), NEW),
      ...putCopies(ctx, courseCopy(published), courseCopyKeys(course)),
    ],
  };
}

export function response(ctx: WriteContext): null {
  // The same call may have run at the same time, or before an answer that was lost: it is answered the same.
  const standing = standingItem<CourseItem>(ctx, 0);
  if (standing) {
    if (!isPublishedBy(standing, ctx.args.input.version)) refuseIf(conflict(CHANGED));
    ctx.stash.published = standing;
    return null;
  }
  if (lostRace(ctx)) return null;
  orError(ctx);
  if (ctx.stash.written) ctx.stash.published = ctx.stash.written;
  return null;
}
