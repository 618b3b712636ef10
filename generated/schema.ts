// Generated from schema.graphql by `npm run generate`.
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  AWSDate: { input: unknown; output: unknown; }
  AWSTime: { input: unknown; output: unknown; }
  AWSDateTime: { input: string; output: string; }
  AWSTimestamp: { input: unknown; output: unknown; }
  AWSEmail: { input: string; output: string; }
  AWSJSON: { input: unknown; output: unknown; }
  AWSURL: { input: unknown; output: unknown; }
  AWSPhone: { input: unknown; output: unknown; }
  AWSIPAddress: { input: unknown; output: unknown; }
};

/** What can be read. */
export type Query = {
  /** The account of the signed-in caller. Made on the first call if sign-up could not make it. */
  me?: Maybe<User>;
  /** Published courses, newest first. Public. */
  courses?: Maybe<CourseConnection>;
  /**
   * One course with its modules and lessons, by exactly one of `id` and `slug`.
   * A published course is public. A draft is shown to its mentor and to Admins; to anybody else it is `NotFound`.
   */
  course?: Maybe<Course>;
  /**
   * One lesson, whole, for learners enrolled in its course, the course's mentor and Admins.
   * The preview lessons of a published course are public. For anybody else it is `NotFound`.
   */
  lesson?: Maybe<Lesson>;
  /**
   * Courses that the caller is enrolled in, with progress. Without `status`: the active and the completed ones.
   * A page may hold fewer items than `limit` while `nextToken` is set.
   */
  myEnrollments?: Maybe<EnrollmentConnection>;
  /**
   * What happened, newest first, as it lies locked in S3: about one person, about one object, or, without either, of at
   * most 31 days. Reading it is itself in it. What has happened in the last minutes may not be in it yet. Admins only.
   */
  auditTrail?: Maybe<AuditConnection>;
};


/** What can be read. */
export type QueryCoursesArgs = {
  category?: InputMaybe<Scalars['String']['input']>;
  sort?: InputMaybe<CourseSort>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryCourseArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
  slug?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryLessonArgs = {
  courseId: Scalars['ID']['input'];
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryMyEnrollmentsArgs = {
  status?: InputMaybe<EnrollmentStatus>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryAuditTrailArgs = {
  personId?: InputMaybe<Scalars['ID']['input']>;
  objectId?: InputMaybe<Scalars['ID']['input']>;
  from?: InputMaybe<Scalars['AWSDateTime']['input']>;
  to?: InputMaybe<Scalars['AWSDateTime']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};

/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type Mutation = {
  /** Creates a course as a draft of the caller's. */
  createCourse?: Maybe<Course>;
  /** Adds a module at the end of a course. */
  createModule?: Maybe<Module>;
  /** Adds a lesson at the end of a module. */
  createLesson?: Maybe<Lesson>;
  /** Publishes a draft: from then on it is in the catalogue and can be enrolled in. Safe to repeat. */
  publishCourse?: Maybe<Course>;
  /**
   * Enrolls the caller in a published course that is free. Safe to repeat: the enrollment that exists is returned.
   * Errors: `Forbidden` for a priced course, `Conflict` when the course is full, `RateLimited` after a lost race.
   */
  enroll?: Maybe<Enrollment>;
  /** Cancels the caller's enrollment and gives its seat back. What was completed is kept for a later enrollment. */
  unenroll?: Maybe<Enrollment>;
  /** Marks a lesson as completed by the caller. Safe to repeat, late and in any order. `NotFound` without an enrollment. */
  completeLesson?: Maybe<Progress>;
  /** Remembers how far the caller has watched or read a lesson, to resume there. */
  saveLessonPosition?: Maybe<Progress>;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationCreateCourseArgs = {
  input: CreateCourseInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationCreateModuleArgs = {
  input: CreateModuleInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationCreateLessonArgs = {
  input: CreateLessonInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationPublishCourseArgs = {
  input: PublishCourseInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationEnrollArgs = {
  input: EnrollInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationUnenrollArgs = {
  input: UnenrollInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationCompleteLessonArgs = {
  input: CompleteLessonInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationSaveLessonPositionArgs = {
  input: SaveLessonPositionInput;
};

/** What can be watched live. A subscriber gets the fields that the mutation selected. */
export type Subscription = {
  /** Progress of one learner in one course, whenever it is reported. Learners watch their own. */
  onProgressUpdated?: Maybe<Progress>;
};


/** What can be watched live. A subscriber gets the fields that the mutation selected. */
export type SubscriptionOnProgressUpdatedArgs = {
  courseId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};

/** What a person may do on the platform. Whoever signs up is a Student; an Admin gives the others. */
export type UserGroup =
  /** Learns: enrolls, takes lessons. */
  | 'Student'
  /** Teaches: writes and publishes courses of their own. */
  | 'Mentor'
  /** Keeps the community in order. */
  | 'Moderator'
  /** Runs the platform. */
  | 'Admin';

/** An account as its owner sees it. */
export type User = {
  /** Id, `usr_…`. */
  id: Scalars['ID']['output'];
  /** Name that others see. */
  displayName: Scalars['String']['output'];
  /** Address that the person signs in with. */
  email: Scalars['AWSEmail']['output'];
  /** Groups that the account is in, by the account itself: a token may lag behind by up to 15 minutes. */
  groups: Array<UserGroup>;
  /** Goes up with every change of the account. */
  version: Scalars['Int']['output'];
};

/** What everybody may see of a person. */
export type Profile = {
  /** Id, `usr_…`. */
  id: Scalars['ID']['output'];
  /** Name that others see. */
  displayName: Scalars['String']['output'];
};

/** How much a course expects one to know already. */
export type Level =
  /** Nothing. */
  | 'BEGINNER'
  /** The basics. */
  | 'INTERMEDIATE'
  /** Practice in the field. */
  | 'ADVANCED';

/** Where a course is on its way to learners. */
export type CourseStatus =
  /** Being written: seen by its mentor and Admins. */
  | 'DRAFT'
  /** In the catalogue. */
  | 'PUBLISHED';

/** Order of the catalogue. */
export type CourseSort =
  /** Last published first. */
  | 'NEWEST';

/** What a lesson consists of. */
export type LessonKind =
  /** Text to read, in Markdown. */
  | 'TEXT'
  /** A film to watch. */
  | 'VIDEO'
  /** A recording to listen to. */
  | 'AUDIO'
  /** A file to take home. */
  | 'DOWNLOAD'
  /** A page elsewhere. */
  | 'LINK';

/** A price as it is charged. */
export type Money = {
  /** In minor units: cents, not dollars. */
  amount: Scalars['Int']['output'];
  /** ISO 4217 code, such as `USD`. */
  currency: Scalars['String']['output'];
};

/** A course with its outline. */
export type Course = {
  /** Id, `crs_…`. */
  id: Scalars['ID']['output'];
  /** Title, 1 to 120 characters. */
  title: Scalars['String']['output'];
  /** Unique name in URLs: lower-case letters, digits and single hyphens. */
  slug: Scalars['String']['output'];
  /** One sentence that says what the course is about. */
  subtitle?: Maybe<Scalars['String']['output']>;
  /** Subject that the catalogue sorts the course under. */
  category: Scalars['String']['output'];
  /** How much it expects one to know already. */
  level: Level;
  /** Where it is on its way to learners. */
  status: CourseStatus;
  /** Seats, where they are limited. */
  capacity?: Maybe<Scalars['Int']['output']>;
  /** Price; null for a free course. */
  price?: Maybe<Money>;
  /** Who teaches it. */
  mentor: Profile;
  /** Number of lessons in all modules. */
  lessonTotal: Scalars['Int']['output'];
  /** Modules in their order. */
  modules: Array<Module>;
  /** When it was published; null for a draft. */
  publishedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Goes up with every change of the course or its outline. */
  version: Scalars['Int']['output'];
};

/** A course as lists show it: without its outline. */
export type CourseSummary = {
  /** Id, `crs_…`. */
  id: Scalars['ID']['output'];
  /** Title, 1 to 120 characters. */
  title: Scalars['String']['output'];
  /** Unique name in URLs. */
  slug: Scalars['String']['output'];
  /** One sentence that says what the course is about. */
  subtitle?: Maybe<Scalars['String']['output']>;
  /** Subject that the catalogue sorts the course under. */
  category: Scalars['String']['output'];
  /** How much it expects one to know already. */
  level: Level;
  /** Where it is on its way to learners. */
  status: CourseStatus;
  /** Seats, where they are limited. */
  capacity?: Maybe<Scalars['Int']['output']>;
  /** Price; null for a free course. */
  price?: Maybe<Money>;
  /** Who teaches it. */
  mentor: Profile;
  /** Number of lessons in all modules. */
  lessonTotal: Scalars['Int']['output'];
  /** When it was published. */
  publishedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Goes up with every change of the course or its outline. */
  version: Scalars['Int']['output'];
};

/** A page of courses. */
export type CourseConnection = {
  /** Courses of this page. */
  items: Array<CourseSummary>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** A part of a course. */
export type Module = {
  /** Id, `mod_…`. */
  id: Scalars['ID']['output'];
  /** Title, 1 to 120 characters. */
  title: Scalars['String']['output'];
  /** Lessons in their order. */
  lessons: Array<LessonSummary>;
};

/** A lesson as the outline shows it: without its body. */
export type LessonSummary = {
  /** Id, `les_…`. */
  id: Scalars['ID']['output'];
  /** Title, 1 to 120 characters. */
  title: Scalars['String']['output'];
  /** What it consists of. */
  kind: LessonKind;
  /** Whether everybody may read it once the course is published. */
  preview: Scalars['Boolean']['output'];
  /** How long it takes, in seconds; null where unknown. */
  durationSeconds?: Maybe<Scalars['Int']['output']>;
};

/** A lesson, whole. */
export type Lesson = {
  /** Id, `les_…`. */
  id: Scalars['ID']['output'];
  /** Course that it belongs to. */
  courseId: Scalars['ID']['output'];
  /** Module that it stands in. */
  moduleId: Scalars['ID']['output'];
  /** Title, 1 to 120 characters. */
  title: Scalars['String']['output'];
  /** What it consists of. */
  kind: LessonKind;
  /** Whether everybody may read it once the course is published. */
  preview: Scalars['Boolean']['output'];
  /** How long it takes, in seconds; null where unknown. */
  durationSeconds?: Maybe<Scalars['Int']['output']>;
  /** Content, in Markdown as its author wrote it; null where there is none. */
  body?: Maybe<Scalars['String']['output']>;
  /** Where the caller left it, in seconds from the start; null if they never reported one. */
  positionSeconds?: Maybe<Scalars['Int']['output']>;
};

/** A new course. Without a price it is free, without a capacity it has no limit. */
export type CreateCourseInput = {
  /** Made by the client, 1 to 64 characters: a repeated call with the same token has no second effect. */
  clientToken: Scalars['String']['input'];
  /** Title, 1 to 120 characters. */
  title: Scalars['String']['input'];
  /** Unique name in URLs, 3 to 80 lower-case letters, digits and single hyphens. Default: made from the title. */
  slug?: InputMaybe<Scalars['String']['input']>;
  /** One sentence that says what the course is about, up to 200 characters. */
  subtitle?: InputMaybe<Scalars['String']['input']>;
  /** Subject that the catalogue sorts the course under, 1 to 60 characters. */
  category: Scalars['String']['input'];
  /** How much it expects one to know already. */
  level: Level;
  /** Seats, 1 to 100,000. Default: no limit. */
  capacity?: InputMaybe<Scalars['Int']['input']>;
  /** Price. Default: free. */
  price?: InputMaybe<MoneyInput>;
};

/** A price. */
export type MoneyInput = {
  /** In minor units (cents, not dollars), 1 to 100,000,000. */
  amount: Scalars['Int']['input'];
  /** ISO 4217 code in capitals. Default: `USD`. */
  currency?: InputMaybe<Scalars['String']['input']>;
};

/** A new module. */
export type CreateModuleInput = {
  /** Made by the client, 1 to 64 characters: a repeated call with the same token has no second effect. */
  clientToken: Scalars['String']['input'];
  /** Course that gets it. */
  courseId: Scalars['ID']['input'];
  /** Title, 1 to 120 characters. */
  title: Scalars['String']['input'];
};

/** A new lesson. */
export type CreateLessonInput = {
  /** Made by the client, 1 to 64 characters: a repeated call with the same token has no second effect. */
  clientToken: Scalars['String']['input'];
  /** Course that gets it. */
  courseId: Scalars['ID']['input'];
  /** Module that gets it. */
  moduleId: Scalars['ID']['input'];
  /** Title, 1 to 120 characters. */
  title: Scalars['String']['input'];
  /** What it consists of. */
  kind: LessonKind;
  /** Content, in Markdown, up to 50,000 bytes of UTF-8. */
  body?: InputMaybe<Scalars['String']['input']>;
  /** Whether everybody may read it once the course is published. Default: false. */
  preview?: InputMaybe<Scalars['Boolean']['input']>;
  /** How long it takes, 1 to 86,400 seconds. */
  durationSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** Which course to publish. */
export type PublishCourseInput = {
  /** Id of the course. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
};

/** Where an enrollment stands. */
export type EnrollmentStatus =
  /** Learning. */
  | 'ACTIVE'
  /** Every lesson is done. */
  | 'COMPLETED'
  /** Given up, or taken back. */
  | 'CANCELED';

/** A learner's place in a course. Addressed by its course. */
export type Enrollment = {
  /** The course, as it was at the last enrollment or completion. */
  course: EnrolledCourse;
  /** Where it stands. */
  status: EnrollmentStatus;
  /** How far the learner is. */
  progress: Progress;
  /** When the learner enrolled (again). */
  enrolledAt: Scalars['AWSDateTime']['output'];
  /** When the last lesson was done; null before. */
  completedAt?: Maybe<Scalars['AWSDateTime']['output']>;
};

/** What an enrollment knows of its course without reading it. */
export type EnrolledCourse = {
  /** Id, `crs_…`. */
  id: Scalars['ID']['output'];
  /** Title. */
  title: Scalars['String']['output'];
  /** Unique name in URLs. */
  slug: Scalars['String']['output'];
};

/** A page of enrollments. */
export type EnrollmentConnection = {
  /** Enrollments of this page. */
  items: Array<Enrollment>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** How far a learner is in a course. Select `courseId` and `userId`, so that subscribers get it. */
export type Progress = {
  /** Course. */
  courseId?: Maybe<Scalars['ID']['output']>;
  /** Learner. */
  userId?: Maybe<Scalars['ID']['output']>;
  /** Completed lessons of the course in percent, rounded down: 100 only when all are done. */
  percent?: Maybe<Scalars['Int']['output']>;
  /** Lessons of the course that are done. */
  completed?: Maybe<Scalars['Int']['output']>;
  /** Lessons of the course. */
  total?: Maybe<Scalars['Int']['output']>;
  /** First lesson of the outline that is not done; null when all are. */
  nextLessonId?: Maybe<Scalars['ID']['output']>;
};

/** Which course to enroll in. */
export type EnrollInput = {
  /** Id of the course. */
  courseId: Scalars['ID']['input'];
};

/** Which enrollment to cancel. */
export type UnenrollInput = {
  /** Id of the course. */
  courseId: Scalars['ID']['input'];
};

/** Which lesson is done. */
export type CompleteLessonInput = {
  /** Course of the lesson. */
  courseId: Scalars['ID']['input'];
  /** Id of the lesson. */
  lessonId: Scalars['ID']['input'];
};

/** Where in a lesson the learner is. */
export type SaveLessonPositionInput = {
  /** Course of the lesson. */
  courseId: Scalars['ID']['input'];
  /** Id of the lesson. */
  lessonId: Scalars['ID']['input'];
  /** Seconds from the start, 0 to 86,400 and no more than the lesson lasts. */
  positionSeconds: Scalars['Int']['input'];
};

/** One thing that happened. Ids and hashes only: who a person is, their account says. */
export type AuditEntry = {
  /** Id of the event: the same wherever else it is told of. */
  id: Scalars['ID']['output'];
  /** When, to the second. */
  time: Scalars['AWSDateTime']['output'];
  /** Who: a person's id, or the name of a function of the backend. */
  actorId: Scalars['ID']['output'];
  /** By which field or function. */
  origin: Scalars['String']['output'];
  /** In which request, or following which event; empty where it is not known. */
  request: Scalars['String']['output'];
  /** The weightiest of the facts, such as `course.published` or `access.refused`. */
  type: Scalars['String']['output'];
  /** All that it means. */
  facts: Array<Scalars['String']['output']>;
  /** What changed: the kind of item, or `Access`. */
  entity: Scalars['String']['output'];
  /** Whom and what else it is about. */
  objectIds: Array<Scalars['ID']['output']>;
  /** Names of the attributes that changed. */
  changed: Array<Scalars['String']['output']>;
  /** SHA-256 of the item before, in hex; null of a new item. */
  before?: Maybe<Scalars['String']['output']>;
  /** SHA-256 of the item after, in hex; null of a removed item. */
  after?: Maybe<Scalars['String']['output']>;
  /** How often it happened: refusals that came at once are one entry. */
  count: Scalars['Int']['output'];
  /** Where the entry itself lies. */
  location: AuditLocation;
};

/** A place in the bucket of the audit trail. */
export type AuditLocation = {
  /** Key of the object. */
  key: Scalars['String']['output'];
  /** First byte of the entry's line in it. */
  offset: Scalars['Int']['output'];
};

/** A page of the audit trail. */
export type AuditConnection = {
  /** Entries, newest first. */
  items: Array<AuditEntry>;
  /** Set when there are more. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** Every field of Query, Mutation and Subscription. */
export type RootField =
  | 'Query.me'
  | 'Query.courses'
  | 'Query.course'
  | 'Query.lesson'
  | 'Query.myEnrollments'
  | 'Query.auditTrail'
  | 'Mutation.createCourse'
  | 'Mutation.createModule'
  | 'Mutation.createLesson'
  | 'Mutation.publishCourse'
  | 'Mutation.enroll'
  | 'Mutation.unenroll'
  | 'Mutation.completeLesson'
  | 'Mutation.saveLessonPosition'
  | 'Subscription.onProgressUpdated';
