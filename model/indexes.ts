/** Partition and sort key of the table and its sparse indexes. An index is named for the question that it answers. */
export const TABLE_KEY = { partitionKey: 'pk', sortKey: 'sk' } as const;

export const INDEXES = {
  /** Which course has this slug? */
  courseBySlug: { partitionKey: 'slug' },
  /** Which courses does this mentor teach? */
  coursesOfMentor: { partitionKey: 'taughtBy', sortKey: 'ulid' },
  /** Which courses wait for approval, the longest first? */
  coursesInReview: { partitionKey: 'reviewQueue', sortKey: 'submittedAt' },
  /** Which courses were published last? */
  publishedCourses: { partitionKey: 'catalogue', sortKey: 'publishedOrder' },
  /** Which courses of this category were published last? */
  publishedCoursesOfCategory: { partitionKey: 'catalogueCategory', sortKey: 'publishedOrder' },
  /** What was a learner given points for, the newest first? */
  latestAwards: { partitionKey: 'learnerId', sortKey: 'awardedAt' },
  /** Who has points? */
  learnersWithPoints: { partitionKey: 'pointsBucket' },
  /** Which courses have most learners? */
  popularCourses: { partitionKey: 'catalogue', sortKey: 'popularity' },
  /** Which courses of this category have most learners? */
  popularCoursesOfCategory: { partitionKey: 'catalogueCategory', sortKey: 'popularity' },
  /** Which courses of this mentor were published last? */
  publishedCoursesOfMentor: { partitionKey: 'catalogueMentor', sortKey: 'publishedOrder' },
  /** Who learns in this course, and which of its lessons have been opened? */
  learningOfCourse: { partitionKey: 'learning', sortKey: 'sk' },
  /** Which reviews of this course were written last? */
  reviewsOfCourse: { partitionKey: 'reviewsOf', sortKey: 'reviewedOrder' },
  /** Which reviews of this course do most people find helpful? */
  helpfulReviewsOfCourse: { partitionKey: 'reviewsOf', sortKey: 'helpfulOrder' },
  /** Whose e-mail is this? */
  accountByEmail: { partitionKey: 'address' },
  /** Who has an account, or is one of a group, or suspended, by name? */
  accountsByName: { partitionKey: 'accounts', sortKey: 'nameOrder' },
  /** Which notifications have to be sent by now, and which uploads removed? */
  due: { partitionKey: 'dueShard', sortKey: 'dueAt' },
} as const;

/** The one partition of `publishedCourses` and `popularCourses`. */
export const CATALOGUE = 'PUBLISHED';

/** The partition of `accountsByName` that holds every account. */
export const ACCOUNTS = 'ALL';
