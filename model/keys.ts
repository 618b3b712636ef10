/** Every key of the one table; those of copies and of uploads are beside it. A key string stands nowhere else. `docs/data.md` draws the chart. */

/** Primary key of an item. A type, not an interface: DynamoDB's requests want plain records. */
export type Key = { readonly pk: string; readonly sk: string };

/**
 * Prefixes of partition keys. Who may write what is cut along them: IAM's `dynamodb:LeadingKeys` names them too, so
 * that a role that enrolls learners can't touch an account.
 */
export const USER = 'USER#';
export const LEARNER = 'LEARNER#';
export const COURSE = 'COURSE#';
export const SEATS = 'SEATS#';
export const SLUG = 'SLUG#';
export const TOKEN = 'TOKEN#';
export const POINTS = 'POINTS#';
export const INBOX = 'INBOX#';
export const BOARD = 'BOARD#';
export const ONCE = 'ONCE#';
export const CARD = 'CARD#';
export const FOLD = 'FOLD#';
export const REVIEWS = 'REVIEWS#';
export const AUDIT = 'AUDIT#';
export const COPY = 'COPY#';
export const PHONE = 'PHONE#';
export const DEVICE = 'DEVICE#';
export const SENT = 'SENT#';
export const REFRESH = 'REFRESH#';
export const ROSTER = 'ROSTER#';
export const UPLOADS = 'UPLOADS#';
export const LISTED = 'LISTED#';
export const HISTORY = 'HISTORY#';
export const CONSENT = 'CONSENT#';

/** Partitions whose changes are no events: what they say, another item's change says too. */
export const BOOKKEEPING: readonly string[] = [
  SEATS,
  SLUG,
  TOKEN,
  BOARD,
  ONCE,
  CARD,
  FOLD,
  AUDIT,
  COPY,
  PHONE,
  DEVICE,
  SENT,
  REFRESH,
  ROSTER,
  UPLOADS,
  LISTED,
  HISTORY,
  CONSENT,
];

/** Sort keys of a learner's enrollments begin with it. */
export const ENROLLMENT = 'ENROLLMENT#';

/** Sort keys of a course's reviews, and of votes on them, begin with these. */
export const REVIEW = 'REVIEW#';
export const VOTE = 'VOTE#';

/** Sort keys of where a learner left lessons begin with it. */
export const POSITION = 'POSITION#';

/** The account: the authority on what a person may do. */
export function accountKey(sub: string): Key {
  return { pk: `${USER}${sub}`, sk: 'ACCOUNT' };
}

/** What a create answered for a client token, by caller and mutation. */
export function clientTokenKey(sub: string, mutation: string, token: string): Key {
  return { pk: `${TOKEN}${sub}`, sk: `${mutation}#${token}` };
}

/** The course with its outline. */
export function courseKey(courseUlid: string): Key {
  return { pk: `${COURSE}${courseUlid}`, sk: 'COURSE' };
}

/** Holds a slug for its course: slugs are unique because this put is conditional. */
export function slugKey(slug: string): Key {
  return { pk: `${SLUG}${slug}`, sk: 'SLUG' };
}

export function lessonKey(courseUlid: string, lessonUlid: string): Key {
  return { pk: `${COURSE}${courseUlid}`, sk: `LESSON#${lessonUlid}` };
}

/** Counts the seats taken in one block of a course with a capacity. */
export function seatBlockKey(courseUlid: string, block: number): Key {
  return { pk: `${SEATS}${courseUlid}`, sk: `BLOCK#${block}` };
}

export function enrollmentKey(sub: string, courseUlid: string): Key {
  return { pk: `${LEARNER}${sub}`, sk: `${ENROLLMENT}${courseUlid}` };
}

/** Where a learner left a lesson. */
export function positionKey(sub: string, courseUlid: string, lessonUlid: string): Key {
  return { pk: `${LEARNER}${sub}`, sk: `${POSITION}${courseUlid}#${lessonUlid}` };
}

/** Points given for one thing, once. */
export function awardKey(sub: string, rule: string, objectId: string): Key {
  return { pk: `${POINTS}${sub}`, sk: `${AWARD}${rule}#${objectId}` };
}

/** Sort keys of a learner's awards begin with it. */
export const AWARD = 'AWARD#';

/** The sums of a learner's points. */
export function pointsKey(sub: string): Key {
  return { pk: `${POINTS}${sub}`, sk: 'POINTS' };
}

/** The partitions of `learnersWithPoints`: sixteen, so that none is hot when many get their first points. */
export function pointsBuckets(): string[] {
  return HEX_DIGITS.split('');
}

/** Which of them holds a learner: by the first digit of the sub, a random UUID. */
export function pointsBucket(sub: string): string {
  return sub.slice(0, 1);
}

/** Names of leaderboards: all learners by all their points, by those of a course, and by those of an ISO week. */
export const GLOBAL_BOARD = 'GLOBAL';
export const COURSE_BOARD = 'COURSE#';
export const WEEK_BOARD = 'WEEK#';

export function courseBoard(courseUlid: string): string {
  return `${COURSE_BOARD}${courseUlid}`;
}

export function weekBoard(week: string): string {
  return `${WEEK_BOARD}${week}`;
}

/** The first of a leaderboard, … */
export function boardTopKey(board: string): Key {
  return { pk: `${BOARD}${board}`, sk: 'TOP' };
}

/** … what has changed among them since that was written, … */
export function boardRecentKey(board: string): Key {
  return { pk: `${BOARD}${board}`, sk: 'RECENT' };
}

/** … and how many learners have about how many points. */
export function boardHistogramKey(board: string): Key {
  return { pk: `${BOARD}${board}`, sk: 'HISTOGRAM' };
}

/** Says that a function has done something, or is about to: whoever comes again does nothing. */
export function onceKey(what: string): Key {
  return { pk: `${ONCE}${what}`, sk: 'ONCE' };
}

/** What lists show of a published course, with what is counted of it. */
export function cardKey(courseUlid: string): Key {
  return { pk: `${CARD}${courseUlid}`, sk: 'CARD' };
}

/** Which course an enrollment's key is of, or null. */
export function enrolledCourseOf({ sk }: Key): string | null {
  return sk.startsWith(ENROLLMENT) ? sk.slice(ENROLLMENT.length) : null;
}

export const HEX_DIGITS = '0123456789abcdef';

/** The partitions of `learningOfCourse` that hold a course: sixteen, so that none is hot when a million learn in it. */
export function learningBuckets(courseUlid: string): string[] {
  return HEX_DIGITS.split('').map((digit) => `${courseUlid}#${digit}`);
}

/** Which of them holds what a learner does: by the first digit of the sub, a random UUID. */
export function learningBucket(courseUlid: string, sub: string): string {
  return `${courseUlid}#${sub.slice(0, 1)}`;
}

/** Whose position in which lesson a key is of, or null. */
export function positionOf({ pk, sk }: Key): { sub: string; courseUlid: string; lessonUlid: string } | null {
  const [kind, courseUlid, lessonUlid] = sk.split('#');
  if (kind !== 'POSITION' || !courseUlid || !lessonUlid) return null;
  return { sub: pk.slice(LEARNER.length), courseUlid, lessonUlid };
}

/** What a learner says of a course. */
export function reviewKey(courseUlid: string, sub: string): Key {
  return { pk: `${REVIEWS}${courseUlid}`, sk: `${REVIEW}${sub}` };
}

/** Whether somebody finds a review helpful. */
export function voteKey(courseUlid: string, reviewerSub: string, voterSub: string): Key {
  return { pk: `${REVIEWS}${courseUlid}`, sk: `${VOTE}${reviewerSub}#${voterSub}` };
}

/** Which course a key says something of, and whose review it is, or is voted on; or null. */
export function reviewedBy({ pk, sk }: Key): { courseUlid: string; sub: string } | null {
  const [kind, sub] = sk.split('#');
  if (!pk.startsWith(REVIEWS) || !sub || !kind || ![REVIEW, VOTE].includes(`${kind}#`)) return null;
  return { courseUlid: pk.slice(REVIEWS.length), sub };
}

/** Sort keys of a person's notifications, and of what counts them, begin with it. */
export const NOTIFICATION = 'NOTIFICATION';

/** A notification as its person's list shows it. */
export function notificationKey(sub: string, ulid: string): Key {
  return { pk: `${INBOX}${sub}`, sk: `${NOTIFICATION}#${ulid}` };
}

/** A notification that its person's preferences keep out of the list. */
export function hiddenNotificationKey(sub: string, ulid: string): Key {
  return { pk: `${INBOX}${sub}`, sk: `HIDDEN#${ulid}` };
}

/** Counts what is unread. Sorts after every notification, so that one descending query begins with it. */
export function notificationStateKey(sub: string): Key {
  return { pk: `${INBOX}${sub}`, sk: `${NOTIFICATION}S` };
}

export function notificationPreferencesKey(sub: string): Key {
  return { pk: `${INBOX}${sub}`, sk: 'PREFERENCES' };
}

/** Says since when everything older counts as read. */
export function readAllKey(sub: string): Key {
  return { pk: `${INBOX}${sub}`, sk: 'READ-ALL' };
}

/** Where a person can't be reached any more. */
export function contactKey(sub: string): Key {
  return { pk: `${INBOX}${sub}`, sk: 'CONTACT' };
}

/** The code by which a person is to prove a phone, and when codes were sent. */
export function phoneCodeKey(sub: string): Key {
  return { pk: `${INBOX}${sub}`, sk: 'PHONE-CODE' };
}

/** When codes were sent to a phone number, whoever asked for them. @param digest of the number */
export function phoneCodesKey(digest: string): Key {
  return { pk: `${PHONE}${digest}`, sk: 'CODES' };
}

/** The devices on which a person gets push notifications. */
export function devicesKey(sub: string): Key {
  return { pk: `${INBOX}${sub}`, sk: 'DEVICES' };
}

/** Whose an app on a device is: a push notification must not reach who had the device before. */
export function deviceOwnerKey(deviceId: string): Key {
  return { pk: `${DEVICE}${deviceId}`, sk: 'OWNER' };
}

/** What SNS has logged of a message that has left. @param digest of the phone number or the endpoint's ARN */
export function sentMessageKey(digest: string, messageId: string): Key {
  return { pk: `${SENT}${digest}`, sk: messageId };
}

/** Says that a person was told of something that is told once, whichever event tells of it. */
export function toldKey(sub: string, type: string, what: string): Key {
  return { pk: `${INBOX}${sub}`, sk: `TOLD#${type}#${what}` };
}

/** Says that a mail has left, by what it tells: a notification's id, or a digest's name. */
export function sentMailKey(sub: string, what: string): Key {
  return { pk: `${INBOX}${sub}`, sk: `MAIL#${what}` };
}

/** Attribute by which DynamoDB removes expired items, in seconds since the epoch. */
export const TIME_TO_LIVE = 'expiresAt';
