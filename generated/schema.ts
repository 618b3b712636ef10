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
  AWSJSON: { input: string; output: string; }
  AWSURL: { input: string; output: string; }
  AWSPhone: { input: unknown; output: unknown; }
  AWSIPAddress: { input: unknown; output: unknown; }
};

/** What can be read. */
export type Query = {
  /** The account of the signed-in caller. Made on the first call if sign-up could not make it. */
  me?: Maybe<User>;
  /**
   * People by name, or the one with an e-mail address. Admins only. Everything given must hold; of the others a page may
   * hold fewer than `limit` while `nextToken` is set. A change of a moment ago may not be seen yet.
   */
  users?: Maybe<UserConnection>;
  /** One account, as it stands. Admins only. */
  user?: Maybe<User>;
  /** What was done to an account, by whom and why, newest first. Admins only. */
  userHistory?: Maybe<UserHistoryConnection>;
  /**
   * A person as others see them. Public: what their privacy hides from the caller is null. Of a suspended account there is
   * the name alone.
   */
  profile?: Maybe<PublicProfile>;
  /**
   * Pictures of people, such as the authors of a list, in the order of the ids. Public: who has none, or hides it from the
   * caller, is not among them, and neither is who does not exist.
   */
  avatars?: Maybe<Array<Avatar>>;
  /** Every answer of the caller to whether they consent, newest first. */
  consentHistory?: Maybe<ConsentConnection>;
  /** Published courses. Public. */
  courses?: Maybe<CourseConnection>;
  /**
   * One course with its modules and lessons, by exactly one of `id` and `slug`.
   * A published course is public, an archived one is shown to who is enrolled. Any course is shown to its mentor and to
   * Admins, as learners will see it; to anybody else it is `NotFound`.
   */
  course?: Maybe<Course>;
  /**
   * One lesson, whole, for learners enrolled in its course, the course's mentor and Admins.
   * The preview lessons of a published course are public. For anybody else it is `NotFound`.
   */
  lesson?: Maybe<Lesson>;
  /**
   * Courses that the caller teaches, in whatever state, the newest first.
   * A page may hold fewer items than `limit` while `nextToken` is set.
   */
  myCourses?: Maybe<AuthoredCourseConnection>;
  /** Courses that wait for approval, the longest waiting first. Admins only. */
  coursesInReview?: Maybe<AuthoredCourseConnection>;
  /** Who has moved a course on its way to learners, when and why, the newest first. For its mentor and Admins. */
  courseHistory?: Maybe<CourseChangeConnection>;
  /**
   * Courses that the caller is enrolled in, with progress. Without `status`: the active and the completed ones.
   * A page may hold fewer items than `limit` while `nextToken` is set.
   */
  myEnrollments?: Maybe<EnrollmentConnection>;
  /**
   * Learners of a course, for its own mentor and Admins; to anybody else there is no such course. Without `status`: those
   * who are active and those who have completed it. In an order of no meaning, which stays: a learner who enrolls comes in
   * between. A page may hold fewer items than `limit` while `nextToken` is set.
   */
  roster?: Maybe<EnrollmentConnection>;
  /**
   * Invitations into a course, newest first, for its own mentor and Admins. Those that were answered are deleted after half
   * a year.
   */
  invitations?: Maybe<InvitationConnection>;
  /**
   * What a course's mentor has told its learners, newest first: for who is enrolled, its own mentor and Admins. To anybody
   * else there is no such course.
   */
  announcements?: Maybe<AnnouncementConnection>;
  /** How far an import of a roster is, for the course's own mentor and Admins. */
  rosterImport?: Maybe<RosterImport>;
  /**
   * What has become of the rows of an import, in their order, for the course's own mentor and Admins.
   * A page may hold fewer rows than `limit` while `nextToken` is set.
   */
  rosterImportRows?: Maybe<RosterImportRowConnection>;
  /** Open invitations of the caller's e-mail address, newest first: 50 at most. */
  myInvitations?: Maybe<InvitationList>;
  /**
   * What the caller was told, newest first. Archived ones only with `archived: true`.
   * A page may hold fewer items than `limit` while `nextToken` is set; before anything was counted the first page may
   * hold one more.
   */
  notifications?: Maybe<NotificationConnection>;
  /**
   * Why the caller got, or did not get, one of their notifications on each channel. Also of those that their in-app
   * preference keeps out of the list.
   */
  notificationReceipt?: Maybe<NotificationReceipt>;
  /** Which notifications reach the caller on which channel, and when. */
  notificationPreferences?: Maybe<NotificationPreferences>;
  /** Devices on which the caller gets push notifications. */
  devices?: Maybe<DeviceList>;
  /**
   * Reviews of a published course. Public; `NotFound` for any other course.
   * A page may hold fewer items than `limit` while `nextToken` is set.
   */
  reviews?: Maybe<ReviewConnection>;
  /** The caller's own review of a course; null where there is none, or none any more. */
  myReview?: Maybe<Review>;
  /** The caller's points and level. What was done a moment ago may not count yet. */
  myPoints?: Maybe<Points>;
  /** What the caller has points for, the newest first. */
  pointsHistory?: Maybe<PointsEntryConnection>;
  /**
   * The learners with the most points, and where the caller stands among them. Who has equally many shares a rank, and the
   * next rank is passed over. What was done a moment ago may not count yet.
   */
  leaderboard?: Maybe<Leaderboard>;
  /**
   * What happened, newest first, as it lies locked in S3: about one person, about one object, or, without either, of at
   * most 31 days. Reading it is itself in it. What has happened in the last minutes may not be in it yet. Admins only.
   */
  auditTrail?: Maybe<AuditConnection>;
  /**
   * One of the caller's uploads, by which they see when it can be used: a file is checked within seconds of its coming. For
   * anybody else, and once it has vanished, it is `NotFound`.
   */
  upload?: Maybe<Upload>;
  /**
   * Where a file of a lesson can be had: what it plays, or one of its resources. For whoever may read the lesson, by the
   * same rules as `lesson`; for anybody else it is `NotFound`, and for a suspended learner `Forbidden`. The URL is good for
   * 15 minutes: ask for another when it has ended.
   */
  mediaUrl?: Maybe<MediaUrl>;
};


/** What can be read. */
export type QueryUsersArgs = {
  email?: InputMaybe<Scalars['AWSEmail']['input']>;
  namePrefix?: InputMaybe<Scalars['String']['input']>;
  group?: InputMaybe<UserGroup>;
  status?: InputMaybe<AccountStatus>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryUserArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryUserHistoryArgs = {
  userId: Scalars['ID']['input'];
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryProfileArgs = {
  userId: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryAvatarsArgs = {
  userIds: Array<Scalars['ID']['input']>;
};


/** What can be read. */
export type QueryConsentHistoryArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryCoursesArgs = {
  category?: InputMaybe<Scalars['String']['input']>;
  level?: InputMaybe<Level>;
  mentorId?: InputMaybe<Scalars['ID']['input']>;
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
export type QueryMyCoursesArgs = {
  status?: InputMaybe<CourseStatus>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryCoursesInReviewArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryCourseHistoryArgs = {
  courseId: Scalars['ID']['input'];
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryMyEnrollmentsArgs = {
  status?: InputMaybe<EnrollmentStatus>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryRosterArgs = {
  courseId: Scalars['ID']['input'];
  status?: InputMaybe<EnrollmentStatus>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryInvitationsArgs = {
  courseId: Scalars['ID']['input'];
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryAnnouncementsArgs = {
  courseId: Scalars['ID']['input'];
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryRosterImportArgs = {
  courseId: Scalars['ID']['input'];
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryRosterImportRowsArgs = {
  courseId: Scalars['ID']['input'];
  id: Scalars['ID']['input'];
  status?: InputMaybe<RosterRowStatus>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryNotificationsArgs = {
  unread?: InputMaybe<Scalars['Boolean']['input']>;
  archived?: InputMaybe<Scalars['Boolean']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryNotificationReceiptArgs = {
  notificationId: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryReviewsArgs = {
  courseId: Scalars['ID']['input'];
  sort?: InputMaybe<ReviewSort>;
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryMyReviewArgs = {
  courseId: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryPointsHistoryArgs = {
  limit?: InputMaybe<Scalars['Int']['input']>;
  nextToken?: InputMaybe<Scalars['String']['input']>;
};


/** What can be read. */
export type QueryLeaderboardArgs = {
  scope: BoardScope;
  courseId?: InputMaybe<Scalars['ID']['input']>;
  limit?: InputMaybe<Scalars['Int']['input']>;
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


/** What can be read. */
export type QueryUploadArgs = {
  id: Scalars['ID']['input'];
};


/** What can be read. */
export type QueryMediaUrlArgs = {
  courseId: Scalars['ID']['input'];
  lessonId: Scalars['ID']['input'];
  resourceId?: InputMaybe<Scalars['ID']['input']>;
};

/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type Mutation = {
  /**
   * Changes the caller's own account; what is left out stays. Safe to repeat. `Conflict` where the account has changed
   * since `version`. A picture that was replaced or taken away vanishes after a day.
   */
  updateProfile?: Maybe<User>;
  /**
   * Says whether the caller consents, by the text that is in force; taking it back is as easy. Every answer is kept, in
   * `consentHistory`. Safe to repeat: the same answer to the same text is not noted twice.
   */
  setConsent?: Maybe<Consent>;
  /**
   * Puts a person into exactly these groups. It holds at once, whatever their token says; the sign-in follows a moment
   * later. Who loses a group has to sign in again. Safe to repeat. `Conflict` for the last Admin who is not suspended.
   */
  setUserGroups?: Maybe<User>;
  /**
   * Suspends an account: at once it may change nothing and watch nothing, and do nothing as a Mentor, Moderator or Admin;
   * the person is signed out, can't sign in, and is told why. Safe to repeat; another reason or end takes the place of the
   * one before. `Forbidden` for oneself, `Conflict` for the last Admin.
   */
  suspendUser?: Maybe<User>;
  /**
   * Makes an account for somebody who has not signed up, and mails them a temporary password, good for three days: one mail,
   * however often the call comes. `Conflict` where somebody has the address.
   */
  inviteUser?: Maybe<User>;
  /**
   * Mails the invitation again, with another temporary password. `Conflict` for who has taken theirs. Each call sends a
   * mail.
   */
  resendInvitation?: Maybe<User>;
  /**
   * Has the sign-in no longer ask a person for the code of an authenticator app, who has lost it. They can set up another
   * one. Safe to repeat.
   */
  resetMfa?: Maybe<User>;
  /** Ends a suspension. Safe to repeat. */
  reactivateUser?: Maybe<User>;
  /** Creates a course as a draft of the caller's. */
  createCourse?: Maybe<Course>;
  /**
   * Begins a draft of the caller's with all that another course has: modules, lessons, files and resources. The outline is
   * there at once, the lessons follow: `copying` tells how far, and until it is null nobody can change the new course.
   * Learners, reviews and seats taken stay with the old one. For its mentor and Admins.
   */
  duplicateCourse?: Maybe<Course>;
  /** Adds a module at the end of a course. */
  createModule?: Maybe<Module>;
  /** Adds a lesson at the end of a module. */
  createLesson?: Maybe<Lesson>;
  /**
   * Publishes a course: from then on it is in the catalogue and can be enrolled in. Safe to repeat. Where the stage
   * requires approval, it is `Forbidden` for a Mentor until an Admin has approved the course as it stands.
   */
  publishCourse?: Maybe<Course>;
  /** Changes what a course says of itself; what is left out stays. At once for readers, where it is published. */
  updateCourse?: Maybe<Course>;
  /** Changes a module. At once for readers, where the course is published. */
  updateModule?: Maybe<Course>;
  /** Removes a module that has no lessons. `Conflict` while it has some: remove them, or put them elsewhere, first. */
  removeModule?: Maybe<Course>;
  /** Changes a lesson; what is left out stays. At once for readers, where the course is published. */
  updateLesson?: Maybe<Course>;
  /**
   * Removes a lesson for good. Learners keep what they have completed: progress is reckoned by the lessons that are left.
   * At once for readers, where the course is published.
   */
  removeLesson?: Maybe<Course>;
  /**
   * Adds what a lesson offers besides, behind what it has: 10 at most, and each file once. At once for readers, where the
   * course is published.
   */
  addResource?: Maybe<Course>;
  /** Changes a resource of a lesson; what is left out stays. At once for readers, where the course is published. */
  updateResource?: Maybe<Course>;
  /** Removes a resource of a lesson. At once for readers, where the course is published. */
  removeResource?: Maybe<Course>;
  /**
   * Puts all modules and lessons of a course into a new order, in one step; a lesson may change its module. `Validation`
   * where the ids are not exactly those that the course has.
   */
  reorderCourse?: Maybe<Course>;
  /**
   * Opens a draft of a published course beside it, or answers the one that is open: a course has one at most. It is edited
   * and read as any other draft, by its own id, once `copying` is null; learners see nothing of it. Safe to repeat.
   */
  openDraft?: Maybe<Course>;
  /**
   * Has a draft of a published course go live: some moments later readers see all of it at once, and the draft is no more.
   * Lessons that it shares with the published course keep what learners have done in them. `Conflict` where the published
   * course has changed since the draft was opened. Safe to repeat.
   */
  publishDraft?: Maybe<Course>;
  /** Discards a draft of a published course, with all that was changed in it. The published course stays as it is. */
  discardDraft?: Maybe<Course>;
  /** Tells those who watch a course that it has changed without a mutation that answers with it. Safe to repeat. The backend's. */
  noteCourseUpdated?: Maybe<Course>;
  /** Submits a draft for approval. Again after an edit: an approval is for the course as it was. Safe to repeat. */
  submitCourse?: Maybe<Course>;
  /** Takes a submitted course back: it is a draft again. Safe to repeat. */
  withdrawCourse?: Maybe<Course>;
  /** Approves a submitted course as it stands: its mentor may publish it, until it is edited. Safe to repeat. Admins only. */
  approveCourse?: Maybe<Course>;
  /** Gives a submitted course back to its mentor, and says why: it is a draft again. Safe to repeat. Admins only. */
  rejectCourse?: Maybe<Course>;
  /**
   * Publishes a course by itself at a moment to come; another moment takes the place of an earlier one. Safe to repeat. Where
   * the stage requires approval, it must be approved as it stands, then and now: an edit in between cancels the publication.
   */
  scheduleCoursePublication?: Maybe<Course>;
  /** Cancels the publication of a course that is to come. Safe to repeat. */
  cancelCoursePublication?: Maybe<Course>;
  /** Takes a published course out of the catalogue. Nobody enrolls any more; who is enrolled goes on. Safe to repeat. */
  archiveCourse?: Maybe<Course>;
  /** Brings an archived course back into the catalogue. Safe to repeat. */
  unarchiveCourse?: Maybe<Course>;
  /**
   * Enrolls the caller in a published course that is free. Safe to repeat: the enrollment that exists is returned.
   * Errors: `Forbidden` for a priced course and after a removal, `Conflict` when the course is full, `RateLimited` after a lost race.
   */
  enroll?: Maybe<Enrollment>;
  /** Cancels the caller's enrollment and gives its seat back. What was completed is kept for a later enrollment. */
  unenroll?: Maybe<Enrollment>;
  /**
   * Takes a learner out of a course, gives the seat back, and tells them. What they have completed is kept, but they can't
   * enroll again by themselves: an invitation brings them back. For the course's own mentor and Admins. Safe to repeat.
   */
  removeLearner?: Maybe<Enrollment>;
  /**
   * Invites the owner of an e-mail address into a course, for the course's own mentor and Admins. Who has an account is told
   * in the app and as they prefer; who has none gets a mail, and the invitation is theirs once they have signed up with that
   * address. The answer says nothing of which it is. Safe to repeat: an open invitation stays as it is.
   * `RateLimited` after 5,000 invitations into a course in a day.
   */
  inviteLearner?: Maybe<Invitation>;
  /**
   * Tells something to all who learn in a course, in the app and as they prefer: each once, soon after. Who enrolls later
   * finds it in the list. For the course's own mentor and Admins.
   */
  announce?: Maybe<Announcement>;
  /**
   * Lets up to 5,000 people into a published course at once, by a CSV file that was uploaded for the purpose ROSTER: a line
   * that names the columns, `email` and perhaps `name`, then a row each. Who has an account is enrolled, without the
   * course's price but not without a seat; who has none is invited, and so is who was removed or has given up before. It is
   * done in the background; `rosterImport` says how far. The same file again enrolls and tells nobody twice. Errors:
   * `Validation` for a file that is no such list, `Conflict` before the file is there or the course is published,
   * `RateLimited` after a lost race.
   */
  importRoster?: Maybe<RosterImport>;
  /** Takes an open invitation back, for the course's own mentor and Admins. Safe to repeat. `Conflict` once it is answered. */
  revokeInvitation?: Maybe<Invitation>;
  /**
   * Enrolls the caller by an invitation to their e-mail address: without its price, and after a removal too, but not without
   * a seat. Safe to repeat. Errors: `NotFound` for what is not open or not theirs, `Conflict` when the course is full,
   * `Forbidden` before it is published, `RateLimited` after a lost race.
   */
  acceptInvitation?: Maybe<Enrollment>;
  /** Declines an invitation to the caller's e-mail address. Safe to repeat. `NotFound` for what is not open or not theirs. */
  declineInvitation?: Maybe<Invitation>;
  /** Marks a lesson as completed by the caller. Safe to repeat, late and in any order. `NotFound` without an enrollment. */
  completeLesson?: Maybe<Progress>;
  /** Remembers how far the caller has watched or read a lesson, to resume there. */
  saveLessonPosition?: Maybe<Progress>;
  /**
   * Marks notifications of the caller as read: those that `ids` names, or all. Safe to repeat. `NotFound`, and nothing is
   * marked, where an id is none of the caller's. Of `all`, the newest are marked at once, older ones soon after.
   */
  markNotificationsRead?: Maybe<NotificationState>;
  /**
   * Takes notifications of the caller out of their list, or brings them back. What is archived counts as read.
   * Safe to repeat. `NotFound`, and nothing is changed, where an id is none of the caller's.
   */
  archiveNotifications?: Maybe<NotificationState>;
  /** Changes what reaches the caller on which channel, and when. What is not named stays as it is. */
  updateNotificationPreferences?: Maybe<NotificationPreferences>;
  /**
   * Sends a code to a phone, which proves that it is the caller's: `verifyPhoneNumber` takes it. A number that was proven
   * before stays until then. Safe to repeat: within a minute no second code is sent. `RateLimited` after five codes in a
   * day, whoever asked for them.
   */
  addPhoneNumber?: Maybe<PhoneNumber>;
  /** Proves a phone by the code that was sent to it. A code is good for ten minutes and five tries. */
  verifyPhoneNumber?: Maybe<PhoneNumber>;
  /** Forgets the caller's phone: no text message goes to it any more. Safe to repeat. */
  removePhoneNumber?: Maybe<PhoneNumber>;
  /**
   * Registers an app on a device for push notifications. Safe to repeat: the token tells the device. A device that somebody
   * else had registered is the caller's from now on, and no longer theirs.
   */
  registerDevice?: Maybe<Device>;
  /** Ends push notifications to one of the caller's devices. */
  unregisterDevice?: Maybe<Device>;
  /** Puts a notification into a person's list and tells their clients. `Conflict` when it exists already. The backend's. */
  createNotification?: Maybe<Notification>;
  /**
   * Writes the caller's review of a course that they are enrolled in, or changes it: there is one for each learner and
   * course. Safe to repeat. Whoever has deleted theirs may write again.
   * Errors: `NotFound` without an enrollment; `Forbidden` before 20 % of the lessons are completed, for the course's own
   * mentor, and where moderators have removed the review.
   */
  reviewCourse?: Maybe<Review>;
  /** Deletes the caller's review of a course, its text and the reply. Safe to repeat: the answer is the same. */
  deleteReview?: Maybe<Review>;
  /**
   * Puts the mentor's reply under a review, in the place of an earlier one; an empty text takes it away. For the course's
   * own mentor and Admins; to others there is no such review. Safe to repeat.
   */
  replyToReview?: Maybe<Review>;
  /**
   * Says whether the caller finds a review helpful: one vote a person, and false takes it back. Safe to repeat.
   * Votes are counted a moment later, so `helpful` of the answer may lag behind. `Forbidden` for the review's author.
   */
  voteReviewHelpful?: Maybe<Review>;
  /**
   * Signs a form by which a client uploads one file to `url`: a POST of `multipart/form-data` with `fields`, then the file
   * under the name `file`. The form takes a file of exactly the type and size that were asked for, for 15 minutes. Safe to
   * repeat: the same upload. An upload that nothing uses vanishes after a day.
   * Errors: `Validation` for a type or size that the purpose does not allow; `Forbidden` where only Mentors and Admins
   * upload; `RateLimited` while too many forms are open.
   */
  requestUpload?: Maybe<Upload>;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationUpdateProfileArgs = {
  input: UpdateProfileInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationSetConsentArgs = {
  input: SetConsentInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationSetUserGroupsArgs = {
  input: SetUserGroupsInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationSuspendUserArgs = {
  input: SuspendUserInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationInviteUserArgs = {
  input: InviteUserInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationResendInvitationArgs = {
  input: ResendInvitationInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationResetMfaArgs = {
  input: ResetMfaInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationReactivateUserArgs = {
  input: ReactivateUserInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationCreateCourseArgs = {
  input: CreateCourseInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationDuplicateCourseArgs = {
  input: DuplicateCourseInput;
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
export type MutationUpdateCourseArgs = {
  input: UpdateCourseInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationUpdateModuleArgs = {
  input: UpdateModuleInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationRemoveModuleArgs = {
  input: RemoveModuleInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationUpdateLessonArgs = {
  input: UpdateLessonInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationRemoveLessonArgs = {
  input: RemoveLessonInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationAddResourceArgs = {
  input: AddResourceInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationUpdateResourceArgs = {
  input: UpdateResourceInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationRemoveResourceArgs = {
  input: RemoveResourceInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationReorderCourseArgs = {
  input: ReorderCourseInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationOpenDraftArgs = {
  input: OpenDraftInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationPublishDraftArgs = {
  input: PublishDraftInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationDiscardDraftArgs = {
  input: DiscardDraftInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationNoteCourseUpdatedArgs = {
  input: NoteCourseUpdatedInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationSubmitCourseArgs = {
  input: SubmitCourseInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationWithdrawCourseArgs = {
  input: WithdrawCourseInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationApproveCourseArgs = {
  input: ApproveCourseInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationRejectCourseArgs = {
  input: RejectCourseInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationScheduleCoursePublicationArgs = {
  input: ScheduleCoursePublicationInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationCancelCoursePublicationArgs = {
  input: CancelCoursePublicationInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationArchiveCourseArgs = {
  input: ArchiveCourseInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationUnarchiveCourseArgs = {
  input: UnarchiveCourseInput;
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
export type MutationRemoveLearnerArgs = {
  input: RemoveLearnerInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationInviteLearnerArgs = {
  input: InviteLearnerInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationAnnounceArgs = {
  input: AnnounceInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationImportRosterArgs = {
  input: ImportRosterInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationRevokeInvitationArgs = {
  input: RevokeInvitationInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationAcceptInvitationArgs = {
  input: AcceptInvitationInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationDeclineInvitationArgs = {
  input: DeclineInvitationInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationCompleteLessonArgs = {
  input: CompleteLessonInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationSaveLessonPositionArgs = {
  input: SaveLessonPositionInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationMarkNotificationsReadArgs = {
  input: MarkNotificationsReadInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationArchiveNotificationsArgs = {
  input: ArchiveNotificationsInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationUpdateNotificationPreferencesArgs = {
  input: UpdateNotificationPreferencesInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationAddPhoneNumberArgs = {
  input: AddPhoneNumberInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationVerifyPhoneNumberArgs = {
  input: VerifyPhoneNumberInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationRegisterDeviceArgs = {
  input: RegisterDeviceInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationUnregisterDeviceArgs = {
  input: UnregisterDeviceInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationCreateNotificationArgs = {
  input: CreateNotificationInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationReviewCourseArgs = {
  input: ReviewCourseInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationDeleteReviewArgs = {
  input: DeleteReviewInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationReplyToReviewArgs = {
  input: ReplyToReviewInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationVoteReviewHelpfulArgs = {
  input: VoteReviewHelpfulInput;
};


/** What can be changed. Each mutation takes one `input` and returns the changed object. */
export type MutationRequestUploadArgs = {
  input: RequestUploadInput;
};

/** What can be watched live. A subscriber gets the fields that the mutation selected. */
export type Subscription = {
  /** Progress of one learner in one course, whenever it is reported. Learners watch their own. */
  onProgressUpdated?: Maybe<Progress>;
  /**
   * A course, whenever its author or an Admin changes it, or it changes by itself: it is published at its moment, a draft of it
   * goes live, or copies of its lessons are there. Published courses for everybody who is signed in; any other for
   * its mentor, Admins and those who are enrolled.
   */
  onCourseUpdated?: Maybe<Course>;
  /** A person's notifications, as they come. Everybody watches their own. */
  onNotificationCreated?: Maybe<Notification>;
};


/** What can be watched live. A subscriber gets the fields that the mutation selected. */
export type SubscriptionOnProgressUpdatedArgs = {
  courseId: Scalars['ID']['input'];
  userId: Scalars['ID']['input'];
};


/** What can be watched live. A subscriber gets the fields that the mutation selected. */
export type SubscriptionOnCourseUpdatedArgs = {
  id: Scalars['ID']['input'];
};


/** What can be watched live. A subscriber gets the fields that the mutation selected. */
export type SubscriptionOnNotificationCreatedArgs = {
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

/** Whether an account may be used. */
export type AccountStatus =
  /** It may. */
  | 'ACTIVE'
  /** An Admin has suspended it, and the end of that has not come. */
  | 'SUSPENDED';

/** Who sees more of a person than their name. */
export type Privacy =
  /** Everybody. */
  | 'PUBLIC'
  /** Whoever is signed in. */
  | 'MEMBERS'
  /** Nobody else. */
  | 'PRIVATE';

/** What a person can consent to. */
export type ConsentKind =
  /** That their voice is recorded. */
  | 'VOICE_RECORDING'
  /** That recordings of their voice are processed: transcribed, and graded. */
  | 'VOICE_PROCESSING';

/** An answer to whether a person consents. */
export type Consent = {
  /** To what. */
  kind: ConsentKind;
  /** Whether they do. */
  granted: Scalars['Boolean']['output'];
  /** When they said so. */
  at: Scalars['AWSDateTime']['output'];
  /** Version of the text that was in force then: the day it came into force. */
  textVersion: Scalars['String']['output'];
};

/** A page of answers. */
export type ConsentConnection = {
  /** Answers of this page. */
  items: Array<Consent>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** Whether the caller consents. */
export type SetConsentInput = {
  /** To what. */
  kind: ConsentKind;
  /** Whether they do. */
  granted: Scalars['Boolean']['input'];
};

/** A person as others see them who look them up. */
export type PublicProfile = {
  /** Id, `usr_…`. */
  id: Scalars['ID']['output'];
  /** Name that others see: everybody does. */
  displayName: Scalars['String']['output'];
  /** What they say of themself; null where they say nothing, or hide it from the caller. */
  bio?: Maybe<Scalars['String']['output']>;
  /** Their picture; null where they have none, or hide it from the caller. */
  avatar?: Maybe<Avatar>;
  /** Whether there is more, which the caller may not see. */
  limited: Scalars['Boolean']['output'];
};

/** A picture of a person, where it can be had for a while. */
export type Avatar = {
  /** Whose, `usr_…`. */
  userId: Scalars['ID']['output'];
  /** Signed: whoever has it has the picture. */
  url: Scalars['AWSURL']['output'];
  /** Until when it is good. */
  expiresAt: Scalars['AWSDateTime']['output'];
};

/** Why an account is suspended. */
export type Suspension = {
  /** What the Admin gave as the reason; the person reads it too. */
  reason: Scalars['String']['output'];
  /** Since when. */
  at: Scalars['AWSDateTime']['output'];
  /** Until when; null without an end. */
  until?: Maybe<Scalars['AWSDateTime']['output']>;
};

/** A person as lists of Admins show them. */
export type UserSummary = {
  /** Id, `usr_…`. */
  id: Scalars['ID']['output'];
  /** Name that others see. */
  displayName: Scalars['String']['output'];
  /** Address that the person signs in with. */
  email: Scalars['AWSEmail']['output'];
  /** Groups that the account is in. */
  groups: Array<UserGroup>;
  /** Whether the account may be used. */
  status: AccountStatus;
  /** When a suspension ends; null where there is none, or no end. */
  suspendedUntil?: Maybe<Scalars['AWSDateTime']['output']>;
};

/** A page of people. */
export type UserConnection = {
  /** People of this page. */
  items: Array<UserSummary>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** What can be done to an account. */
export type UserAction =
  /** It was put into groups. */
  | 'GROUPS_SET'
  /** It was suspended, or its suspension changed. */
  | 'SUSPENDED'
  /** Its suspension was ended, or came to its end. */
  | 'REACTIVATED'
  /** It was made, and its person invited. */
  | 'INVITED'
  /** The second factor of its sign-in was forgotten. */
  | 'MFA_RESET';

/** One thing that was done to an account. */
export type UserHistoryEntry = {
  /** What was done. */
  action: UserAction;
  /** When. */
  at: Scalars['AWSDateTime']['output'];
  /** Id of the Admin, `usr_…`; `operator`, or the name of a function, where it was none. */
  actorId: Scalars['String']['output'];
  /** Why, where a reason was given. */
  reason?: Maybe<Scalars['String']['output']>;
  /** End of a suspension; null where it has none. */
  until?: Maybe<Scalars['AWSDateTime']['output']>;
  /** The groups that it was put into; null for other actions. */
  groups?: Maybe<Array<UserGroup>>;
};

/** A page of an account's history. */
export type UserHistoryConnection = {
  /** Entries of this page. */
  items: Array<UserHistoryEntry>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** An account as its owner and Admins see it. */
export type User = {
  /** Id, `usr_…`. */
  id: Scalars['ID']['output'];
  /** Name that others see. */
  displayName: Scalars['String']['output'];
  /** Address that the person signs in with. */
  email: Scalars['AWSEmail']['output'];
  /** Groups that the account is in, by the account itself: a token may lag behind by up to 15 minutes. */
  groups: Array<UserGroup>;
  /** Whether the account may be used. */
  status: AccountStatus;
  /** Why it may not; null while it may. */
  suspension?: Maybe<Suspension>;
  /** IANA time zone that the person's days are reckoned in, such as `Europe/Berlin`. Default: `UTC`. */
  timeZone: Scalars['String']['output'];
  /** What the person says of themself. */
  bio?: Maybe<Scalars['String']['output']>;
  /** Picture of the person. Null without one, and in what Admins are told of others: `avatars` has theirs. */
  avatar?: Maybe<Avatar>;
  /** Who sees more of the person than their name. Default: MEMBERS. */
  privacy: Privacy;
  /** Language that the person reads, as a BCP 47 tag. Default: `en`. */
  language: Scalars['String']['output'];
  /** Year of birth. Its owner's alone to see: null for Admins, and where it is not given. */
  birthYear?: Maybe<Scalars['Int']['output']>;
  /** What the person has answered last, of each kind that they were asked about. Its owner's alone to see. */
  consents: Array<Consent>;
  /** Goes up with every change of the account. */
  version: Scalars['Int']['output'];
  /**
   * Number that text messages go to, masked but for its last four digits, such as `+*******0100`. Null where the person has
   * proven none.
   */
  phoneNumber?: Maybe<Scalars['String']['output']>;
};

/** What everybody may see of a person. */
export type Profile = {
  /** Id, `usr_…`. */
  id: Scalars['ID']['output'];
  /** Name that others see. */
  displayName: Scalars['String']['output'];
};

/** What changes in the caller's own account: at least one of the fields beside `version`. */
export type UpdateProfileInput = {
  /** Name that others see, 1 to 80 characters, all of them visible. */
  displayName?: InputMaybe<Scalars['String']['input']>;
  /** What others read about the person, up to 2,000 characters; an empty one takes it away. */
  bio?: InputMaybe<Scalars['String']['input']>;
  /** Picture, by an upload of the caller's: requested as AVATAR, and READY. Null takes the picture away; left out, it stays. */
  avatarUploadId?: InputMaybe<Scalars['ID']['input']>;
  /** Who sees more of the person than their name. */
  privacy?: InputMaybe<Privacy>;
  /** Language, as a BCP 47 tag such as `de` or `pt-BR`. */
  language?: InputMaybe<Scalars['String']['input']>;
  /** Year of birth, 1900 to this year. Nobody else sees it. */
  birthYear?: InputMaybe<Scalars['Int']['input']>;
  /** IANA time zone as it is written there, such as `Europe/Berlin`. */
  timeZone?: InputMaybe<Scalars['String']['input']>;
  /** Version that the caller has seen: another one means that the account changed since, a `Conflict`. */
  version: Scalars['Int']['input'];
};

/** Whom to put into which groups. */
export type SetUserGroupsInput = {
  /** Whom, `usr_…`. */
  userId: Scalars['ID']['input'];
  /** All groups that the person is in from now on, at least one. */
  groups: Array<UserGroup>;
  /** Why, 1 to 500 characters: Admins find it in `userHistory`. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** Whom to suspend, and why. */
export type SuspendUserInput = {
  /** Whom, `usr_…`. */
  userId: Scalars['ID']['input'];
  /** Why, 1 to 500 characters: the person reads it. */
  reason: Scalars['String']['input'];
  /** Until when: in the future, within ten years. Default: without an end. */
  until?: InputMaybe<Scalars['AWSDateTime']['input']>;
};

/** Whom to invite. */
export type InviteUserInput = {
  /** Made by the client, 1 to 64 characters: a repeated call with the same token has no second effect. */
  clientToken: Scalars['String']['input'];
  /** Where the invitation goes; they sign in with it. */
  email: Scalars['AWSEmail']['input'];
  /** Name that others see, 1 to 80 characters. They can change it. Default: `New learner`. */
  displayName?: InputMaybe<Scalars['String']['input']>;
  /** Groups that they are in. Default: Student. */
  groups?: InputMaybe<Array<UserGroup>>;
};

/** Whose invitation to send again. */
export type ResendInvitationInput = {
  /** Whose, `usr_…`. */
  userId: Scalars['ID']['input'];
};

/** Whose second factor to forget. */
export type ResetMfaInput = {
  /** Whose, `usr_…`. */
  userId: Scalars['ID']['input'];
  /** Why, 1 to 500 characters: Admins find it in `userHistory`. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** Whose suspension to end. */
export type ReactivateUserInput = {
  /** Whose, `usr_…`. */
  userId: Scalars['ID']['input'];
  /** Why, 1 to 500 characters: Admins find it in `userHistory`. */
  reason?: InputMaybe<Scalars['String']['input']>;
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
  /** Submitted: an Admin looks at it before it is published. */
  | 'IN_REVIEW'
  /** In the catalogue. */
  | 'PUBLISHED'
  /** Out of the catalogue: nobody enrolls any more, and who is enrolled goes on reading. */
  | 'ARCHIVED';

/** Order of the catalogue. */
export type CourseSort =
  /** Last published first. */
  | 'NEWEST'
  /** Most learners first; among those with as many, last published first. */
  | 'POPULAR';

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

/** How a course is reviewed. */
export type Rating = {
  /** Mean of the stars, with up to two decimals; null without a review. */
  average?: Maybe<Scalars['Float']['output']>;
  /** Number of reviews. */
  count: Scalars['Int']['output'];
  /** Number of reviews with one, two, three, four and five stars. */
  histogram: Array<Scalars['Int']['output']>;
};

/** A course with its outline. Select `id`, so that subscribers get it; what a mutation did not select is null for them. */
export type Course = {
  /** Id, `crs_…`. */
  id: Scalars['ID']['output'];
  /** Title, 1 to 120 characters. */
  title?: Maybe<Scalars['String']['output']>;
  /** Unique name in URLs: lower-case letters, digits and single hyphens. */
  slug?: Maybe<Scalars['String']['output']>;
  /** One sentence that says what the course is about. */
  subtitle?: Maybe<Scalars['String']['output']>;
  /** Subject that the catalogue sorts the course under. */
  category?: Maybe<Scalars['String']['output']>;
  /** How much it expects one to know already. */
  level?: Maybe<Level>;
  /** Where it is on its way to learners. */
  status?: Maybe<CourseStatus>;
  /** Seats, where they are limited. */
  capacity?: Maybe<Scalars['Int']['output']>;
  /** Price; null for a free course. */
  price?: Maybe<Money>;
  /** Who teaches it. */
  mentor?: Maybe<Profile>;
  /** Number of lessons in all modules. */
  lessonTotal?: Maybe<Scalars['Int']['output']>;
  /** Modules in their order. */
  modules?: Maybe<Array<Module>>;
  /** When it was published; null for a draft. */
  publishedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Whether an Admin has approved it as it stands. An edit ends that; once it is published it is null. */
  approved?: Maybe<Scalars['Boolean']['output']>;
  /** When it will be published by itself; null where nothing is planned. */
  publishAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** How far its lessons are copied from the course that it begins as; null once all are there. */
  copying?: Maybe<CourseCopying>;
  /** Of a draft of a published course: of which, and how far it is; null of any other course. */
  draft?: Maybe<CourseDraft>;
  /** How it is reviewed. */
  rating?: Maybe<Rating>;
  /** Learners who are enrolled, with or without having completed it. */
  enrolledCount?: Maybe<Scalars['Int']['output']>;
  /** Those of them who have completed it. */
  completedCount?: Maybe<Scalars['Int']['output']>;
  /** How often its lessons were opened: once for each learner and lesson. */
  viewCount?: Maybe<Scalars['Int']['output']>;
  /** Goes up with every change of the course or its outline. */
  version?: Maybe<Scalars['Int']['output']>;
};

/** How far a draft of a published course is. */
export type DraftState =
  /** It can be edited and published. */
  | 'OPEN'
  /** Some moments later readers see it. */
  | 'GOING_LIVE'
  /** The published course has changed since it was opened: it can only be discarded. */
  | 'OUTDATED'
  /** Nobody sees it any more. */
  | 'DISCARDED';

/** What makes a course a draft of a published one. */
export type CourseDraft = {
  /** Id of the published course. */
  courseId: Scalars['ID']['output'];
  /** How far it is. */
  state: DraftState;
};

/** How far the lessons of a course are copied from another one. */
export type CourseCopying = {
  /** Id of the other course. */
  courseId: Scalars['ID']['output'];
  /** Lessons that are there. */
  copied: Scalars['Int']['output'];
  /** Lessons that there will be; fewer where the other course loses some meanwhile. */
  total: Scalars['Int']['output'];
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
  /** How it is reviewed. */
  rating: Rating;
  /** Learners who are enrolled, with or without having completed it. */
  enrolledCount: Scalars['Int']['output'];
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
  /** What makes it done. */
  completion: LessonCompletion;
};

/** What makes a lesson done. */
export type CompletionRule =
  /** Its learner says so, by `completeLesson`. */
  | 'MANUAL'
  /** Its learner opens it: the first `saveLessonPosition`. */
  | 'OPENED'
  /** Its learner has watched a share of it, by what `saveLessonPosition` reports as watched. */
  | 'WATCHED'
  /** Its learner has spent some time in it, by the server's clock: `saveLessonPosition` says that they are there. */
  | 'TIME';

/** What makes a lesson done, whole. */
export type LessonCompletion = {
  /** The rule. */
  rule: CompletionRule;
  /** Of WATCHED: share of the lesson, 1 to 100. */
  percent?: Maybe<Scalars['Int']['output']>;
  /** Of TIME: seconds, 1 to 14,400; what is credited comes in half minutes. */
  seconds?: Maybe<Scalars['Int']['output']>;
};

/** What is to make a lesson done. */
export type LessonCompletionInput = {
  /** The rule. */
  rule: CompletionRule;
  /** Share of the lesson, 1 to 100: with WATCHED only. The lesson then needs `durationSeconds`. */
  percent?: InputMaybe<Scalars['Int']['input']>;
  /** Seconds, 1 to 14,400: with TIME only. */
  seconds?: InputMaybe<Scalars['Int']['input']>;
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
  /** What makes it done. */
  completion: LessonCompletion;
  /** Content, in Markdown as its author wrote it; null where there is none. */
  body?: Maybe<Scalars['String']['output']>;
  /**
   * The same as HTML that is safe to put into a page as it is: raw HTML is shown as text, links and images are whole `https`
   * addresses (links `http` and `mailto` too), and nothing else of what a page can do is left. Null where there is no body.
   */
  html?: Maybe<Scalars['String']['output']>;
  /** Of a LINK: where it leads, an `https` address. Null of all others. */
  url?: Maybe<Scalars['String']['output']>;
  /** What it plays, or gives to take home: `mediaUrl` says where it is. Null where there is none. */
  media?: Maybe<LessonMedia>;
  /** What it offers besides, in the order in which it was added. */
  resources?: Maybe<Array<Resource>>;
  /** Where the caller left it, in seconds from the start; null if they never reported one. */
  positionSeconds?: Maybe<Scalars['Int']['output']>;
  /** Share that the caller has watched, 0 to 100; null if they never reported, or where the duration is unknown. */
  watchedPercent?: Maybe<Scalars['Int']['output']>;
  /** Seconds that are credited to the caller where TIME is the rule; null if they never reported. */
  spentSeconds?: Maybe<Scalars['Int']['output']>;
};

/** A file that a lesson plays, or gives to take home. */
export type LessonMedia = {
  /** Media type that its content was checked to be. */
  contentType: Scalars['String']['output'];
  /** Size. */
  bytes: Scalars['Int']['output'];
  /** Name that it is saved by; null where its uploader gave none. */
  name?: Maybe<Scalars['String']['output']>;
};

/** What a lesson offers to its learners besides: a file, or a page elsewhere. */
export type Resource = {
  /** Id, `res_…`. */
  id: Scalars['ID']['output'];
  /** Title, 1 to 120 characters. */
  title: Scalars['String']['output'];
  /** Of a file: media type that its content was checked to be. */
  contentType?: Maybe<Scalars['String']['output']>;
  /** Of a file: size. */
  bytes?: Maybe<Scalars['Int']['output']>;
  /** Of a file: name that it is saved by; null where its uploader gave none. */
  name?: Maybe<Scalars['String']['output']>;
  /** Of a page elsewhere: its `https` address. Null of a file: `mediaUrl` says where that is. */
  url?: Maybe<Scalars['String']['output']>;
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

/** A course that begins as another one. */
export type DuplicateCourseInput = {
  /** Made by the client, 1 to 64 characters: a repeated call with the same token has no second effect. */
  clientToken: Scalars['String']['input'];
  /** Id of the other course. */
  courseId: Scalars['ID']['input'];
  /** Title, 1 to 120 characters. Default: that of the other course. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** Unique name in URLs, 3 to 80 lower-case letters, digits and single hyphens. Default: made from the title. */
  slug?: InputMaybe<Scalars['String']['input']>;
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
  /** What makes it done. Default: MANUAL. */
  completion?: InputMaybe<LessonCompletionInput>;
  /** Of a LINK, which needs it: where it leads. An `https` address, up to 2,048 characters. */
  url?: InputMaybe<Scalars['String']['input']>;
  /**
   * What it plays, or gives to take home: an upload of the caller's that is READY, requested as MEDIA for VIDEO and AUDIO,
   * as RESOURCE for DOWNLOAD.
   */
  mediaUploadId?: InputMaybe<Scalars['ID']['input']>;
};

/** Which course to publish. */
export type PublishCourseInput = {
  /** Id of the course. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
};

/** What changes of a course: at least one of the fields beside `id` and `version`. */
export type UpdateCourseInput = {
  /** Id of the course. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** Title, 1 to 120 characters. The slug stays: links go on leading here. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** One sentence that says what the course is about, up to 200 characters. Null takes it away. */
  subtitle?: InputMaybe<Scalars['String']['input']>;
  /** Subject that the catalogue sorts the course under, 1 to 60 characters. */
  category?: InputMaybe<Scalars['String']['input']>;
  /** How much it expects one to know already. */
  level?: InputMaybe<Level>;
  /**
   * Seats, 1 to 100,000. Null takes the limit away. `Conflict` below the seats that are taken, and for a course that was
   * published without a limit: its seats are not counted.
   */
  capacity?: InputMaybe<Scalars['Int']['input']>;
};

/** What changes of a module. */
export type UpdateModuleInput = {
  /** Course that has it. */
  courseId: Scalars['ID']['input'];
  /** Id of the module. */
  moduleId: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** Title, 1 to 120 characters. */
  title: Scalars['String']['input'];
};

/** Which module to remove. */
export type RemoveModuleInput = {
  /** Course that has it. */
  courseId: Scalars['ID']['input'];
  /** Id of the module. */
  moduleId: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
};

/** What changes of a lesson: at least one of the fields beside the ids and `version`. */
export type UpdateLessonInput = {
  /** Course that has it. */
  courseId: Scalars['ID']['input'];
  /** Id of the lesson. */
  lessonId: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** Title, 1 to 120 characters. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** What it consists of. An address or a file that another kind can't have goes. */
  kind?: InputMaybe<LessonKind>;
  /** Content, in Markdown, up to 50,000 bytes of UTF-8. Null takes it away. */
  body?: InputMaybe<Scalars['String']['input']>;
  /** Whether everybody may read it once the course is published. */
  preview?: InputMaybe<Scalars['Boolean']['input']>;
  /** How long it takes, 1 to 86,400 seconds. Null: unknown. */
  durationSeconds?: InputMaybe<Scalars['Int']['input']>;
  /** What makes it done, from now on: who is done already stays so. Null: MANUAL. */
  completion?: InputMaybe<LessonCompletionInput>;
  /** Of a LINK: where it leads. An `https` address, up to 2,048 characters. */
  url?: InputMaybe<Scalars['String']['input']>;
  /**
   * What it plays, or gives to take home, in the place of what it did: an upload of the caller's that is READY, requested as
   * MEDIA for VIDEO and AUDIO, as RESOURCE for DOWNLOAD. Null takes it away.
   */
  mediaUploadId?: InputMaybe<Scalars['ID']['input']>;
};

/** Which lesson to remove. */
export type RemoveLessonInput = {
  /** Course that has it. */
  courseId: Scalars['ID']['input'];
  /** Id of the lesson. */
  lessonId: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
};

/** What a lesson is to offer besides: exactly one of `uploadId` and `url`. */
export type AddResourceInput = {
  /** Course that has the lesson. */
  courseId: Scalars['ID']['input'];
  /** Id of the lesson. */
  lessonId: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** Title, 1 to 120 characters. */
  title: Scalars['String']['input'];
  /** A file: an upload of the caller's that is READY, requested as RESOURCE. */
  uploadId?: InputMaybe<Scalars['ID']['input']>;
  /** A page elsewhere: an `https` address, up to 2,048 characters. */
  url?: InputMaybe<Scalars['String']['input']>;
};

/** What changes of a resource: at least one of the fields beside the ids and `version`, and one of `uploadId` and `url` at most. */
export type UpdateResourceInput = {
  /** Course that has the lesson. */
  courseId: Scalars['ID']['input'];
  /** Id of the lesson. */
  lessonId: Scalars['ID']['input'];
  /** Id of the resource. */
  resourceId: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** Title, 1 to 120 characters. */
  title?: InputMaybe<Scalars['String']['input']>;
  /** A file: an upload of the caller's that is READY, requested as RESOURCE. */
  uploadId?: InputMaybe<Scalars['ID']['input']>;
  /** A page elsewhere: an `https` address, up to 2,048 characters. */
  url?: InputMaybe<Scalars['String']['input']>;
};

/** Which resource to remove. */
export type RemoveResourceInput = {
  /** Course that has the lesson. */
  courseId: Scalars['ID']['input'];
  /** Id of the lesson. */
  lessonId: Scalars['ID']['input'];
  /** Id of the resource. */
  resourceId: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
};

/** The order of a course. */
export type ReorderCourseInput = {
  /** Id of the course. */
  courseId: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** All its modules, in the order that they shall have. */
  modules: Array<ModuleOrderInput>;
  /** Of up to 10 lessons, what they offer besides, in the order that it shall have. Other lessons' stays as it is. */
  resources?: InputMaybe<Array<ResourceOrderInput>>;
};

/** A module, and its lessons in the order that they shall have. */
export type ModuleOrderInput = {
  /** Id of the module. */
  moduleId: Scalars['ID']['input'];
  /** Ids of the lessons that shall stand in it. */
  lessonIds: Array<Scalars['ID']['input']>;
};

/** A lesson, and its resources in the order that they shall have. */
export type ResourceOrderInput = {
  /** Id of the lesson. */
  lessonId: Scalars['ID']['input'];
  /** Ids of all its resources. */
  resourceIds: Array<Scalars['ID']['input']>;
};

/** Of which course to open a draft. */
export type OpenDraftInput = {
  /** Id of the published course. */
  courseId: Scalars['ID']['input'];
};

/** Which draft to publish. */
export type PublishDraftInput = {
  /** Id of the draft. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the draft since, a `Conflict`. */
  version: Scalars['Int']['input'];
};

/** Which draft to discard. */
export type DiscardDraftInput = {
  /** Id of the draft. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the draft since, a `Conflict`. */
  version: Scalars['Int']['input'];
};

/** Of which course to tell. */
export type NoteCourseUpdatedInput = {
  /** Id of the course. */
  id: Scalars['ID']['input'];
};

/** Which course to submit. */
export type SubmitCourseInput = {
  /** Id of the course. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
};

/** Which course to take back. */
export type WithdrawCourseInput = {
  /** Id of the course. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** Why, 1 to 500 characters. Stands in the course's history. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** Which course to approve. */
export type ApproveCourseInput = {
  /** Id of the course. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** Why, 1 to 500 characters. Stands in the course's history. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** Which course to give back, and why. */
export type RejectCourseInput = {
  /** Id of the course. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** Why, 1 to 500 characters. Stands in the course's history. */
  reason: Scalars['String']['input'];
};

/** Which course to archive. */
export type ArchiveCourseInput = {
  /** Id of the course. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** Why, 1 to 500 characters. Stands in the course's history. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** Which course to bring back. */
export type UnarchiveCourseInput = {
  /** Id of the course. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** Why, 1 to 500 characters. Stands in the course's history. */
  reason?: InputMaybe<Scalars['String']['input']>;
};

/** Which course to publish, and when. */
export type ScheduleCoursePublicationInput = {
  /** Id of the course. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** When: after now, and within a year. */
  publishAt: Scalars['AWSDateTime']['input'];
};

/** Of which course. */
export type CancelCoursePublicationInput = {
  /** Id of the course. */
  id: Scalars['ID']['input'];
  /** Version that the caller has seen: another one means that somebody changed the course since, a `Conflict`. */
  version: Scalars['Int']['input'];
};

/** A course as the lists of those who write and approve courses show it. */
export type AuthoredCourse = {
  /** Id, `crs_…`. */
  id: Scalars['ID']['output'];
  /** Title. */
  title: Scalars['String']['output'];
  /** Unique name in URLs. */
  slug: Scalars['String']['output'];
  /** Where it is on its way to learners. */
  status: CourseStatus;
  /** Who teaches it. */
  mentor: Profile;
  /** Number of lessons in all modules. */
  lessonTotal: Scalars['Int']['output'];
  /** When it was made. */
  createdAt: Scalars['AWSDateTime']['output'];
  /** Since when it waits for approval; null where it does not. */
  submittedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** When it was published; null before. */
  publishedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Goes up with every change of the course or its outline. */
  version: Scalars['Int']['output'];
};

/** A page of courses for those who write and approve them. */
export type AuthoredCourseConnection = {
  /** Courses of this page. */
  items: Array<AuthoredCourse>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** What can be done with a course on its way to learners. */
export type CourseAction =
  /** Submitted for approval. */
  | 'SUBMITTED'
  /** Taken back by its author. */
  | 'WITHDRAWN'
  /** Approved by an Admin. */
  | 'APPROVED'
  /** Given back by an Admin. */
  | 'REJECTED'
  /** To be published at a moment to come. */
  | 'SCHEDULED'
  /** Its publication to come is off: canceled, or edited after it was approved. */
  | 'UNSCHEDULED'
  /** Published. */
  | 'PUBLISHED'
  /** Taken out of the catalogue. */
  | 'ARCHIVED'
  /** Brought back into the catalogue. */
  | 'UNARCHIVED'
  /** A draft of it has gone live. */
  | 'REVISED';

/** A step of a course on its way to learners. */
export type CourseChange = {
  /** What was done. */
  action: CourseAction;
  /** Who did it, by id; `sweep` where it was done by itself. */
  actorId: Scalars['ID']['output'];
  /** When. */
  at: Scalars['AWSDateTime']['output'];
  /** Why, where they said so. */
  reason?: Maybe<Scalars['String']['output']>;
  /** Version of the course that it led to. */
  version: Scalars['Int']['output'];
};

/** A page of a course's history. */
export type CourseChangeConnection = {
  /** Changes of this page. */
  items: Array<CourseChange>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
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
  /** The course. A job brings what is shown here up to date soon after the course was edited. */
  course: EnrolledCourse;
  /** Who learns, on a roster; null where it is the caller, and where the account is gone. */
  learner?: Maybe<Profile>;
  /** Where it stands. */
  status: EnrollmentStatus;
  /** How far the learner is. */
  progress: Progress;
  /** When the learner enrolled (again). */
  enrolledAt: Scalars['AWSDateTime']['output'];
  /** When the last lesson was done; null before. */
  completedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** Who has taken the learner out of the course, and why; null where nobody has. */
  removal?: Maybe<Removal>;
};

/** That a learner was taken out of a course. */
export type Removal = {
  /** Who did it, by id; `sweep` where it was done by itself. */
  actorId: Scalars['ID']['output'];
  /** Why. */
  reason: Scalars['String']['output'];
  /** When. */
  removedAt: Scalars['AWSDateTime']['output'];
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

/** What a mentor has told all who learn in a course. */
export type Announcement = {
  /** Id, `ann_…`. */
  id: Scalars['ID']['output'];
  /** Course. */
  courseId: Scalars['ID']['output'];
  /** One line. */
  title: Scalars['String']['output'];
  /** Plain text, as it was written. */
  text: Scalars['String']['output'];
  /** When it was told. */
  announcedAt: Scalars['AWSDateTime']['output'];
};

/** A page of announcements. */
export type AnnouncementConnection = {
  /** Announcements of this page. */
  items: Array<Announcement>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** Whether an import is done. */
export type RosterImportState =
  /** Rows are waiting. */
  | 'RUNNING'
  /** Every row has its result. */
  | 'DONE';

/** What has become of a row of an import. */
export type RosterRowStatus =
  /** The person is enrolled by it. */
  | 'ENROLLED'
  /** The person was enrolled before. */
  | 'ALREADY_ENROLLED'
  /** An invitation is open: nobody has an account with this address, or its owner was removed or has given up before. */
  | 'INVITED'
  /** The course was full. */
  | 'FULL'
  /** Nothing could be done, for the reason given. */
  | 'INVALID'
  /** The address stands further up, too. */
  | 'DUPLICATE';

/** A file of learners who are let into a course. */
export type RosterImport = {
  /** Id, `imp_…`. */
  id: Scalars['ID']['output'];
  /** Course. */
  courseId: Scalars['ID']['output'];
  /** Whether it is done. */
  state: RosterImportState;
  /** Rows of the file. */
  total: Scalars['Int']['output'];
  /** Rows that have their result. */
  processed: Scalars['Int']['output'];
  /** How many of them ended in which way. */
  counts: Array<RosterRowCount>;
  /** When it was asked for. */
  createdAt: Scalars['AWSDateTime']['output'];
};

/** How many rows ended in one way. */
export type RosterRowCount = {
  /** The way. */
  status: RosterRowStatus;
  /** Rows. */
  rows: Scalars['Int']['output'];
};

/**
 * A row of an import. What stands in the file is shown as it is: who writes it into a spreadsheet keeps cells that begin
 * with `=`, `+`, `-` or `@` from being formulas.
 */
export type RosterImportRow = {
  /** Number, from 1 below the names of the columns. */
  row: Scalars['Int']['output'];
  /** Address, as it was written. */
  email: Scalars['String']['output'];
  /** Name, as it was written; null where there is none. */
  name?: Maybe<Scalars['String']['output']>;
  /** What has become of it; null as long as it waits. */
  status?: Maybe<RosterRowStatus>;
  /** Why nothing could be done: EMAIL or NAME, which is none; TOO_MANY_INVITATIONS, on this day. Null otherwise. */
  reason?: Maybe<Scalars['String']['output']>;
};

/** A page of rows. */
export type RosterImportRowConnection = {
  /** Rows of this page. */
  items: Array<RosterImportRow>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** What becomes of an invitation. */
export type InvitationState =
  /** Open. */
  | 'PENDING'
  /** The invited person has enrolled. */
  | 'ACCEPTED'
  /** The invited person does not want to. */
  | 'DECLINED'
  /** It was taken back. */
  | 'REVOKED'
  /** Thirty days have gone by. */
  | 'EXPIRED';

/** That the owner of an e-mail address is asked into a course. */
export type Invitation = {
  /** Id, `inv_…`. */
  id: Scalars['ID']['output'];
  /** The course, as it was then. */
  course: EnrolledCourse;
  /** Whose it is, as it was written. */
  email: Scalars['AWSEmail']['output'];
  /** What has become of it. */
  state: InvitationState;
  /** When the invitation was made. */
  invitedAt: Scalars['AWSDateTime']['output'];
  /** Until when it can be accepted. */
  expiresAt: Scalars['AWSDateTime']['output'];
  /**
   * When a mail that tells of it could not be sent to the address, or came back for good; null as long as none has. The
   * invitation stays open, for the address may be written rightly all the same.
   */
  bouncedAt?: Maybe<Scalars['AWSDateTime']['output']>;
};

/** A page of invitations. */
export type InvitationConnection = {
  /** Invitations of this page. */
  items: Array<Invitation>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** Invitations of one person. */
export type InvitationList = {
  /** All of them. */
  items: Array<Invitation>;
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

/** Whom to take out of a course. */
export type RemoveLearnerInput = {
  /** Id of the course. */
  courseId: Scalars['ID']['input'];
  /** Id of the learner, `usr_…`. */
  userId: Scalars['ID']['input'];
  /** Why, 1 to 1,000 bytes of UTF-8. The learner can read it. */
  reason: Scalars['String']['input'];
};

/** Whom to invite. */
export type InviteLearnerInput = {
  /** Made by the client, 1 to 64 characters: a repeated call with the same token has no second effect. */
  clientToken: Scalars['String']['input'];
  /** Id of the course. */
  courseId: Scalars['ID']['input'];
  /** Address of the person, up to 254 characters. */
  email: Scalars['AWSEmail']['input'];
};

/** What to tell the learners of a course. */
export type AnnounceInput = {
  /** Made by the client, 1 to 64 characters: a repeated call with the same token has no second effect. */
  clientToken: Scalars['String']['input'];
  /** Id of the course. */
  courseId: Scalars['ID']['input'];
  /** One line, 1 to 120 characters. */
  title: Scalars['String']['input'];
  /** Plain text, 1 to 2,000 bytes of UTF-8. */
  text: Scalars['String']['input'];
};

/** Which file to import. */
export type ImportRosterInput = {
  /** Made by the client, 1 to 64 characters: a repeated call with the same token has no second effect. */
  clientToken: Scalars['String']['input'];
  /** Id of the course. */
  courseId: Scalars['ID']['input'];
  /** Id of the caller's upload. */
  uploadId: Scalars['ID']['input'];
};

/** Which invitation to take back. */
export type RevokeInvitationInput = {
  /** Id of the invitation. */
  id: Scalars['ID']['input'];
};

/** Which invitation to accept. */
export type AcceptInvitationInput = {
  /** Id of the invitation. */
  id: Scalars['ID']['input'];
};

/** Which invitation to decline. */
export type DeclineInvitationInput = {
  /** Id of the invitation. */
  id: Scalars['ID']['input'];
};

/** Which lesson is done. */
export type CompleteLessonInput = {
  /** Course of the lesson. */
  courseId: Scalars['ID']['input'];
  /** Id of the lesson. */
  lessonId: Scalars['ID']['input'];
};

/** A stretch of a lesson that was watched. */
export type WatchedInput = {
  /** Where it begins, in seconds from the lesson's start. */
  fromSeconds: Scalars['Int']['input'];
  /** Where it ends, in seconds from the lesson's start: later than it begins, 86,400 at most. */
  toSeconds: Scalars['Int']['input'];
};

/**
 * Where in a lesson the learner is. Report each half minute while the lesson is open, and when it is left. A report may come
 * late, twice and out of order: all of a lesson's reports end alike.
 */
export type SaveLessonPositionInput = {
  /** Course of the lesson. */
  courseId: Scalars['ID']['input'];
  /** Id of the lesson. */
  lessonId: Scalars['ID']['input'];
  /** Seconds from the start, 0 to 86,400 and no more than the lesson lasts. */
  positionSeconds: Scalars['Int']['input'];
  /**
   * What was really watched since the last report, 20 stretches at most. What lies beyond the lesson's end counts nothing.
   * No more is credited than twice the time since the lesson was opened, and a minute: more is `RateLimited`, to be
   * reported again later. Whoever will watch offline reports once before.
   */
  watched?: InputMaybe<Array<WatchedInput>>;
  /** Names the device (or browser tab) that reports, 1 to 64 characters. With `sequence`. */
  deviceId?: InputMaybe<Scalars['String']['input']>;
  /** Number of the report among all of its device's of this lesson: an earlier one that comes later moves no position back. */
  sequence?: InputMaybe<Scalars['Int']['input']>;
  /** How long ago the learner was there, in seconds: for reports that were kept while offline. Default: 0. */
  agoSeconds?: InputMaybe<Scalars['Int']['input']>;
};

/** What a notification is about. Preferences are given by type. */
export type NotificationType =
  /** The account was made. Mandatory. */
  | 'WELCOME'
  /** The account was suspended. Mandatory. */
  | 'ACCOUNT_SUSPENDED'
  /** The suspension has ended. Mandatory. */
  | 'ACCOUNT_REACTIVATED'
  /** The person is enrolled in a course. */
  | 'ENROLLED'
  /** The mentor of a course tells something to all who learn there. */
  | 'ANNOUNCEMENT'
  /** The person is invited to a course. */
  | 'COURSE_INVITATION'
  /** The person was taken out of a course. */
  | 'REMOVED_FROM_COURSE'
  /** A course of the person's was published. */
  | 'COURSE_PUBLISHED'
  /** A course of the person's was approved: they may publish it. */
  | 'COURSE_APPROVED'
  /** A course of the person's was given back by an Admin, who says why in its history. */
  | 'COURSE_REJECTED'
  /** The person has done every lesson of a course. */
  | 'COURSE_COMPLETED'
  /** A course that the person is learning in has more lessons. Once a day and course. */
  | 'COURSE_UPDATED'
  /** A learner has reviewed a course of the person's. */
  | 'REVIEW_RECEIVED'
  /** The mentor has replied to the person's review. */
  | 'REVIEW_REPLIED'
  /** The person has reached a level. */
  | 'LEVEL_REACHED';

/** A way on which a notification reaches a person. */
export type NotificationChannel =
  /** The list of notifications, live. */
  | 'IN_APP'
  /** An e-mail. */
  | 'EMAIL'
  /** A text message to the phone. */
  | 'SMS'
  /** A message to the person's devices. */
  | 'PUSH';

/** When a channel is used for a type of notification. */
export type DeliveryMode =
  /** At once, outside of quiet hours. */
  | 'IMMEDIATE'
  /** Once a day, together with others. E-mail only. */
  | 'DAILY'
  /** Once a week, on Monday, together with others. E-mail only. */
  | 'WEEKLY'
  /** Never. */
  | 'OFF';

/** What became of a notification on one channel. */
export type DeliveryStatus =
  /** To be sent, at `dueAt` where there is one. */
  | 'PENDING'
  /** Sent. */
  | 'SENT'
  /** Not sent, for the reason given. */
  | 'SKIPPED'
  /** Sent, but it did not arrive. */
  | 'BOUNCED';

/** Something that a person is told. */
export type Notification = {
  /** Id, `ntf_…`. */
  id?: Maybe<Scalars['ID']['output']>;
  /** Whom it is for. The mutation selects it, so that subscribers get the notification. */
  userId?: Maybe<Scalars['ID']['output']>;
  /** What it is about. */
  type?: Maybe<NotificationType>;
  /** One line. */
  title?: Maybe<Scalars['String']['output']>;
  /** What has happened, in a sentence or two. */
  text?: Maybe<Scalars['String']['output']>;
  /** What it leads to; null for nothing. */
  link?: Maybe<NotificationLink>;
  /** When it was read; null before. */
  readAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** When it was archived; null while it is not. */
  archivedAt?: Maybe<Scalars['AWSDateTime']['output']>;
  /** When it was made. */
  createdAt?: Maybe<Scalars['AWSDateTime']['output']>;
};

/** What a notification leads to, by ids. */
export type NotificationLink = {
  /** Course, `crs_…`. */
  courseId?: Maybe<Scalars['ID']['output']>;
  /** Review of the course. */
  reviewId?: Maybe<Scalars['ID']['output']>;
};

/** A page of notifications. */
export type NotificationConnection = {
  /** Notifications of this page. */
  items: Array<Notification>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
  /** Unread ones in the whole list, on the first page only: null on later ones. Counted a moment after each change. */
  unreadCount?: Maybe<Scalars['Int']['output']>;
};

/** What is left to read. */
export type NotificationState = {
  /** Unread ones: the last count without those that this call has marked. Changes of the last moments may be missing. */
  unreadCount: Scalars['Int']['output'];
};

/** What became of a notification, channel by channel. */
export type NotificationReceipt = {
  /** Id of the notification, `ntf_…`. */
  notificationId: Scalars['ID']['output'];
  /** What it is about. */
  type: NotificationType;
  /** When it was made. */
  createdAt: Scalars['AWSDateTime']['output'];
  /** Each channel that was considered. */
  channels: Array<ChannelReceipt>;
};

/** What became of a notification on one channel. */
export type ChannelReceipt = {
  /** The channel. */
  channel: NotificationChannel;
  /** What became of it. */
  status: DeliveryStatus;
  /**
   * Why it waits (QUIET_HOURS, DAILY_DIGEST, WEEKLY_DIGEST), was skipped (SWITCHED_OFF, NO_ACCOUNT, NO_ADDRESS,
   * NO_PHONE_NUMBER, OPTED_OUT, UNREACHABLE, NO_DEVICE, DEVICE_GONE, NOT_CONFIGURED, SUPPRESSED, ALREADY_READ, TOO_OLD,
   * REFUSED) or came back (BOUNCE, COMPLAINT); null when it was sent. OPTED_OUT: the phone has replied STOP. UNREACHABLE:
   * nothing can be sent to this number. DEVICE_GONE: the app is no longer on any of the devices. NOT_CONFIGURED: this stage
   * has no push notifications. TOO_OLD: it was news more than a week ago.
   */
  reason?: Maybe<Scalars['String']['output']>;
  /** Messages that left for it and have not come back: on PUSH one for each device. 0 where none did, and for IN_APP. */
  messages: Scalars['Int']['output'];
  /** When it was sent, skipped or came back; null before. */
  at?: Maybe<Scalars['AWSDateTime']['output']>;
  /** When it will be sent, while it waits. */
  dueAt?: Maybe<Scalars['AWSDateTime']['output']>;
};

/** What reaches a person on which channel, and when. Times of day are in the time zone of the account. */
export type NotificationPreferences = {
  /** Every type of notification with its channels. */
  types: Array<TypePreferences>;
  /** When nothing but the list of notifications is used; null for never. */
  quietHours?: Maybe<QuietHours>;
  /** When digests are sent, such as `08:00`; weekly ones on Monday. */
  digestAt: Scalars['String']['output'];
  /** Goes up with every change; 0 before the first. */
  version: Scalars['Int']['output'];
};

/** What is preferred for one type of notification. */
export type TypePreferences = {
  /** The type. */
  type: NotificationType;
  /** What it belongs to, as a heading. */
  category: Scalars['String']['output'];
  /** Whether the channels that it uses by default can't be switched off. */
  mandatory: Scalars['Boolean']['output'];
  /** How each channel is used. */
  channels: Array<ChannelPreference>;
};

/** How a channel is used for a type of notification. */
export type ChannelPreference = {
  /** The channel. */
  channel: NotificationChannel;
  /** When it is used. */
  mode: DeliveryMode;
};

/** Hours in which a person is left alone. They may go over midnight. */
export type QuietHours = {
  /** First minute, such as `22:00`. */
  start: Scalars['String']['output'];
  /** First minute after them, such as `07:00`. */
  end: Scalars['String']['output'];
};

/** A phone number of the caller's. */
export type PhoneNumber = {
  /** The number, masked but for its last four digits, such as `+*******0100`; null where there is none. */
  masked?: Maybe<Scalars['String']['output']>;
  /** Whether it is proven: text messages go to it. */
  verified: Scalars['Boolean']['output'];
  /** Until when the code that was sent is good; null where none is waited for. */
  codeExpiresAt?: Maybe<Scalars['AWSDateTime']['output']>;
};

/** A service that brings push notifications to devices. */
export type DevicePlatform =
  /** Apple Push Notification service. */
  | 'APNS'
  /** Firebase Cloud Messaging. */
  | 'FCM';

/** An app on a device of the caller's. */
export type Device = {
  /** Id, `dev_…`. */
  id: Scalars['ID']['output'];
  /** What brings push notifications to it. */
  platform: DevicePlatform;
  /** What the person calls it; null where they gave no name. */
  name?: Maybe<Scalars['String']['output']>;
  /** When it was registered first by this person. */
  registeredAt: Scalars['AWSDateTime']['output'];
};

/** The caller's devices. */
export type DeviceList = {
  /** All of them, in the order in which they were registered. */
  items: Array<Device>;
  /** How many a person can have. */
  most: Scalars['Int']['output'];
};

/** Which phone to send a code to. */
export type AddPhoneNumberInput = {
  /** Number in the form of E.164: a plus sign, country code and number, such as `+15555550100`. */
  phoneNumber: Scalars['String']['input'];
};

/** The code that came by text message. */
export type VerifyPhoneNumberInput = {
  /** Six digits. */
  code: Scalars['String']['input'];
};

/** An app on a device. */
export type RegisterDeviceInput = {
  /** What brings push notifications to it. */
  platform: DevicePlatform;
  /** Token that the platform has given the app. No more than 4,096 characters; of APNS hexadecimal, no more than 400. */
  token: Scalars['String']['input'];
  /** What to call it, 1 to 80 characters. Default: none. */
  name?: InputMaybe<Scalars['String']['input']>;
};

/** Which device to forget. */
export type UnregisterDeviceInput = {
  /** Id of the device. */
  deviceId: Scalars['ID']['input'];
};

/** Which notifications are read: exactly one of both. */
export type MarkNotificationsReadInput = {
  /** Ids of 1 to 100 notifications. */
  ids?: InputMaybe<Array<Scalars['ID']['input']>>;
  /** True: all of the caller's. */
  all?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Which notifications to archive. */
export type ArchiveNotificationsInput = {
  /** Ids of 1 to 100 notifications. */
  ids: Array<Scalars['ID']['input']>;
  /** False brings them back. Default: true. */
  archived?: InputMaybe<Scalars['Boolean']['input']>;
};

/** Changes of notification preferences. */
export type UpdateNotificationPreferencesInput = {
  /** Version that the caller has seen: another one means that they were changed since, a `Conflict`. */
  version: Scalars['Int']['input'];
  /** Channels to be used in another way. Default: none. */
  preferences?: InputMaybe<Array<PreferenceInput>>;
  /** New quiet hours. Default: as they are. */
  quietHours?: InputMaybe<QuietHoursInput>;
  /** True: no quiet hours any more. */
  noQuietHours?: InputMaybe<Scalars['Boolean']['input']>;
  /** When digests are sent, `HH:MM`. Default: as it is. */
  digestAt?: InputMaybe<Scalars['String']['input']>;
};

/** How a channel is to be used for a type of notification. */
export type PreferenceInput = {
  /** The type. */
  type: NotificationType;
  /** The channel. */
  channel: NotificationChannel;
  /** When it is to be used. */
  mode: DeliveryMode;
};

/** Hours in which to leave a person alone. */
export type QuietHoursInput = {
  /** First minute, `HH:MM`. */
  start: Scalars['String']['input'];
  /** First minute after them, `HH:MM`; not the same as `start`. */
  end: Scalars['String']['input'];
};

/** A new notification. */
export type CreateNotificationInput = {
  /** Id, `ntf_…`, made of the event, the type and the person, so that each is told once. */
  id: Scalars['ID']['input'];
  /** Whom it is for. */
  userId: Scalars['ID']['input'];
  /** What it is about. */
  type: NotificationType;
  /** One line. */
  title: Scalars['String']['input'];
  /** What has happened, in a sentence or two. */
  text: Scalars['String']['input'];
  /** What it leads to. Default: nothing. */
  link?: InputMaybe<NotificationLinkInput>;
  /** Id of the event that it tells of. */
  eventId: Scalars['String']['input'];
  /** What was decided for each channel. */
  channels: Array<ChannelDeliveryInput>;
  /** What makes this write. */
  cause: CauseInput;
};

/** What a notification leads to, by ids. */
export type NotificationLinkInput = {
  /** Course, `crs_…`. */
  courseId?: InputMaybe<Scalars['ID']['input']>;
  /** Review of the course. */
  reviewId?: InputMaybe<Scalars['ID']['input']>;
};

/** What was decided for one channel. */
export type ChannelDeliveryInput = {
  /** The channel. */
  channel: NotificationChannel;
  /** What became of it so far. */
  status: DeliveryStatus;
  /** Why it waits or was skipped, as `ChannelReceipt.reason` lists it. */
  reason?: InputMaybe<Scalars['String']['input']>;
  /** When that was. */
  at?: InputMaybe<Scalars['AWSDateTime']['input']>;
  /** When it is to be sent, while it waits. */
  dueAt?: InputMaybe<Scalars['AWSDateTime']['input']>;
};

/** Who and what made a write of the backend's. */
export type CauseInput = {
  /** Id of the person, or name of the function. */
  actor: Scalars['String']['input'];
  /** Id of the event. */
  request: Scalars['String']['input'];
  /** The function that writes. */
  origin: Scalars['String']['input'];
};

/** Order of a course's reviews. */
export type ReviewSort =
  /** Last written first. */
  | 'NEWEST'
  /** Most helpful first, then the last written. */
  | 'HELPFUL';

/** Where a review stands. */
export type ReviewStatus =
  /** Seen by everybody. */
  | 'PUBLISHED'
  /** Deleted by its author: seen by nobody, and what it said is gone. */
  | 'DELETED'
  /** Taken down by moderators: seen by its author alone. */
  | 'REMOVED';

/** What a learner says of a course. One for each learner and course. */
export type Review = {
  /** Id, `rev_…`. */
  id: Scalars['ID']['output'];
  /** Course that it is about. */
  courseId: Scalars['ID']['output'];
  /** Who wrote it; null where the account is gone. */
  author?: Maybe<Profile>;
  /** Where it stands. */
  status: ReviewStatus;
  /** 1 to 5; null once it is deleted. */
  rating?: Maybe<Scalars['Int']['output']>;
  /** What was written; null where there is only a rating. */
  text?: Maybe<Scalars['String']['output']>;
  /** How many people find it helpful. Votes are counted a moment later: it may lag behind. */
  helpful: Scalars['Int']['output'];
  /** What the course's mentor replied; null where they did not. */
  reply?: Maybe<ReviewReply>;
  /** When it was written first. */
  createdAt: Scalars['AWSDateTime']['output'];
  /** When its author changed it last. */
  updatedAt: Scalars['AWSDateTime']['output'];
  /** Goes up when its author or the mentor changes it; votes leave it alone. */
  version: Scalars['Int']['output'];
};

/** A mentor's reply to a review. */
export type ReviewReply = {
  /** What was replied. */
  text: Scalars['String']['output'];
  /** When. */
  repliedAt: Scalars['AWSDateTime']['output'];
};

/** A page of reviews. */
export type ReviewConnection = {
  /** Reviews of this page. */
  items: Array<Review>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** What the caller says of a course. */
export type ReviewCourseInput = {
  /** Id of the course. */
  courseId: Scalars['ID']['input'];
  /** 1 to 5. */
  rating: Scalars['Int']['input'];
  /** Up to 2,000 bytes of UTF-8. Left out or empty: only the rating, and an earlier text goes. */
  text?: InputMaybe<Scalars['String']['input']>;
};

/** Which review to delete: the caller's own. */
export type DeleteReviewInput = {
  /** Id of the course. */
  courseId: Scalars['ID']['input'];
};

/** What the mentor replies. */
export type ReplyToReviewInput = {
  /** Id of the review. */
  reviewId: Scalars['ID']['input'];
  /** Up to 2,000 bytes of UTF-8. Left out or empty: an earlier reply goes. */
  text?: InputMaybe<Scalars['String']['input']>;
  /** Version that the caller has seen: another one means that somebody changed the review since, a `Conflict`. */
  version: Scalars['Int']['input'];
};

/** Whether the caller finds a review helpful. */
export type VoteReviewHelpfulInput = {
  /** Id of the review. */
  reviewId: Scalars['ID']['input'];
  /** True to vote, false to take the vote back. */
  helpful: Scalars['Boolean']['input'];
};

/** What points are given for. A later change of that thing corrects them: points of a review that is deleted are gone. */
export type PointsRule =
  /** A lesson was completed, for the first time. */
  | 'LESSON_COMPLETED'
  /** A course was completed, for the first time. */
  | 'COURSE_COMPLETED'
  /** A review of a course was written. */
  | 'REVIEW_WRITTEN';

/** Which points a leaderboard counts. */
export type BoardScope =
  /** All points. */
  | 'GLOBAL'
  /** Those in one course. */
  | 'COURSE'
  /** Those of the present week: it begins on Monday at midnight, UTC. */
  | 'WEEK';

/** Somebody's points. */
export type Points = {
  /** All of them: a decimal number. */
  total: Scalars['String']['output'];
  /** Level that they are enough for: 1 at first. */
  level: Scalars['Int']['output'];
  /** Points at which the next level begins, a decimal number; null on the last level. */
  nextLevelAt?: Maybe<Scalars['String']['output']>;
  /** Those of the present week: a decimal number. */
  week: Scalars['String']['output'];
  /** By course, where there are any. */
  courses: Array<CoursePoints>;
};

/** Points in one course. */
export type CoursePoints = {
  /** Course. */
  courseId: Scalars['ID']['output'];
  /** A decimal number. */
  points: Scalars['String']['output'];
};

/** Points that were given once, for one thing. */
export type PointsEntry = {
  /** What for. */
  rule: PointsRule;
  /** How many, as of today: a decimal number, `0` where they were taken back. */
  points: Scalars['String']['output'];
  /** Id of what they were given for, such as a lesson's. */
  objectId: Scalars['ID']['output'];
  /** Course that they count in. */
  courseId: Scalars['ID']['output'];
  /** When they were given or corrected. */
  awardedAt: Scalars['AWSDateTime']['output'];
};

/** A page of entries. */
export type PointsEntryConnection = {
  /** Entries of this page. */
  items: Array<PointsEntry>;
  /** Give it as `nextToken` for the next page; null on the last one. */
  nextToken?: Maybe<Scalars['String']['output']>;
};

/** The first of all learners with points, and the caller. */
export type Leaderboard = {
  /** Most points first. Learners with equally many come in no particular order. */
  items: Array<LeaderboardEntry>;
  /** Where the caller stands; null without points on this board. */
  me?: Maybe<LeaderboardStanding>;
  /** When the first of the board changed last; null before anybody has points on it. */
  updatedAt?: Maybe<Scalars['AWSDateTime']['output']>;
};

/** A learner on a leaderboard. */
export type LeaderboardEntry = {
  /** 1 for the most points; the same for everybody who has equally many. */
  rank: Scalars['Int']['output'];
  /** A decimal number. */
  points: Scalars['String']['output'];
  /** Who it is. */
  user: Profile;
};

/** Where somebody stands on a leaderboard. */
export type LeaderboardStanding = {
  /** One more than the number of learners with more points. Far from the top it is an estimate. */
  rank: Scalars['Int']['output'];
  /** A decimal number. */
  points: Scalars['String']['output'];
  /** Whether `rank` is exact. */
  exact: Scalars['Boolean']['output'];
  /**
   * How many ranks the true one may lie above or below; 0 where it is exact. Null for the minute in which the learners of
   * a board are counted for the first time: there are more of them than the list holds.
   */
  error?: Maybe<Scalars['Int']['output']>;
};

/** What a file is uploaded for: it says who may, which types, and how large. */
export type UploadPurpose =
  /** A picture of the caller: PNG, JPEG or WebP, 5 MB at most. */
  | 'AVATAR'
  /**
   * A file that a lesson offers: PDF, ZIP, PNG, JPEG, GIF, WebP, office documents (Open XML and OpenDocument), plain text,
   * CSV or Markdown, 100 MB at most. By Mentors and Admins.
   */
  | 'RESOURCE'
  /** What a lesson plays: MP4, WebM, MP3, M4A, Ogg or WAV, 2 GB at most. By Mentors and Admins. */
  | 'MEDIA'
  /** People to be enrolled, as CSV, 1 MB at most. By Mentors and Admins. */
  | 'ROSTER';

/** How far an upload is. */
export type UploadStatus =
  /** The file has not come, or is not checked yet. */
  | 'PENDING'
  /** The file is what it was said to be: it can be used. */
  | 'READY'
  /** The file is not what it was said to be. It was deleted. */
  | 'REJECTED';

/** Why a file was not taken. */
export type UploadRejection =
  /** Its content is not of the type that was named, whatever its name says. */
  | 'CONTENT'
  /** It is no text in UTF-8. */
  | 'TEXT'
  /** It is a damaged archive, or one that unpacks to far more than it is, or outside of its folder. */
  | 'ARCHIVE'
  /** It has another size than was named. */
  | 'SIZE';

/** A file of the caller's on its way. */
export type Upload = {
  /** Id, `upl_…`. */
  id: Scalars['ID']['output'];
  /** What it is for. */
  purpose: UploadPurpose;
  /** Media type that the file must have. */
  contentType: Scalars['String']['output'];
  /** Bytes that the file must have. */
  bytes: Scalars['Int']['output'];
  /** Name of the file; null where none was given. */
  name?: Maybe<Scalars['String']['output']>;
  /** How far it is. */
  status: UploadStatus;
  /** Why it is `REJECTED`; null otherwise. */
  rejection?: Maybe<UploadRejection>;
  /** Where the form is to be posted; null but in the answer of `requestUpload`. */
  url?: Maybe<Scalars['AWSURL']['output']>;
  /** Fields of the form, by name, to be sent before the file; null but in the answer of `requestUpload`. */
  fields?: Maybe<Scalars['AWSJSON']['output']>;
  /** Until when the form is good. */
  expiresAt: Scalars['AWSDateTime']['output'];
};

/** Where a file can be had for a while. */
export type MediaUrl = {
  /** Signed: whoever has it has the file. Ranges of it can be asked for. */
  url: Scalars['AWSURL']['output'];
  /** Until when it is good. */
  expiresAt: Scalars['AWSDateTime']['output'];
  /** Media type of the file, as its content was checked to be. */
  contentType: Scalars['String']['output'];
  /** Size of the file in bytes. */
  bytes: Scalars['Int']['output'];
  /** Name of the file; null where its author gave none. */
  name?: Maybe<Scalars['String']['output']>;
};

/** A file to be uploaded. */
export type RequestUploadInput = {
  /** Any text of the client's, 1 to 64 characters: a repeated call with it within a day has no second effect. */
  clientToken: Scalars['String']['input'];
  /** What it is for. */
  purpose: UploadPurpose;
  /** Its media type as the purpose allows it, in lower case without parameters, such as `image/png`. */
  contentType: Scalars['String']['input'];
  /** Its size in bytes. */
  bytes: Scalars['Int']['input'];
  /** Its name, 1 to 255 characters, which downloads will have. Default: none. */
  name?: InputMaybe<Scalars['String']['input']>;
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
  | 'Query.users'
  | 'Query.user'
  | 'Query.userHistory'
  | 'Query.profile'
  | 'Query.avatars'
  | 'Query.consentHistory'
  | 'Query.courses'
  | 'Query.course'
  | 'Query.lesson'
  | 'Query.myCourses'
  | 'Query.coursesInReview'
  | 'Query.courseHistory'
  | 'Query.myEnrollments'
  | 'Query.roster'
  | 'Query.invitations'
  | 'Query.announcements'
  | 'Query.rosterImport'
  | 'Query.rosterImportRows'
  | 'Query.myInvitations'
  | 'Query.notifications'
  | 'Query.notificationReceipt'
  | 'Query.notificationPreferences'
  | 'Query.devices'
  | 'Query.reviews'
  | 'Query.myReview'
  | 'Query.myPoints'
  | 'Query.pointsHistory'
  | 'Query.leaderboard'
  | 'Query.auditTrail'
  | 'Query.upload'
  | 'Query.mediaUrl'
  | 'Mutation.updateProfile'
  | 'Mutation.setConsent'
  | 'Mutation.setUserGroups'
  | 'Mutation.suspendUser'
  | 'Mutation.inviteUser'
  | 'Mutation.resendInvitation'
  | 'Mutation.resetMfa'
  | 'Mutation.reactivateUser'
  | 'Mutation.createCourse'
  | 'Mutation.duplicateCourse'
  | 'Mutation.createModule'
  | 'Mutation.createLesson'
  | 'Mutation.publishCourse'
  | 'Mutation.updateCourse'
  | 'Mutation.updateModule'
  | 'Mutation.removeModule'
  | 'Mutation.updateLesson'
  | 'Mutation.removeLesson'
  | 'Mutation.addResource'
  | 'Mutation.updateResource'
  | 'Mutation.removeResource'
  | 'Mutation.reorderCourse'
  | 'Mutation.openDraft'
  | 'Mutation.publishDraft'
  | 'Mutation.discardDraft'
  | 'Mutation.noteCourseUpdated'
  | 'Mutation.submitCourse'
  | 'Mutation.withdrawCourse'
  | 'Mutation.approveCourse'
  | 'Mutation.rejectCourse'
  | 'Mutation.scheduleCoursePublication'
  | 'Mutation.cancelCoursePublication'
  | 'Mutation.archiveCourse'
  | 'Mutation.unarchiveCourse'
  | 'Mutation.enroll'
  | 'Mutation.unenroll'
  | 'Mutation.removeLearner'
  | 'Mutation.inviteLearner'
  | 'Mutation.announce'
  | 'Mutation.importRoster'
  | 'Mutation.revokeInvitation'
  | 'Mutation.acceptInvitation'
  | 'Mutation.declineInvitation'
  | 'Mutation.completeLesson'
  | 'Mutation.saveLessonPosition'
  | 'Mutation.markNotificationsRead'
  | 'Mutation.archiveNotifications'
  | 'Mutation.updateNotificationPreferences'
  | 'Mutation.addPhoneNumber'
  | 'Mutation.verifyPhoneNumber'
  | 'Mutation.removePhoneNumber'
  | 'Mutation.registerDevice'
  | 'Mutation.unregisterDevice'
  | 'Mutation.createNotification'
  | 'Mutation.reviewCourse'
  | 'Mutation.deleteReview'
  | 'Mutation.replyToReview'
  | 'Mutation.voteReviewHelpful'
  | 'Mutation.requestUpload'
  | 'Subscription.onProgressUpdated'
  | 'Subscription.onCourseUpdated'
  | 'Subscription.onNotificationCreated';
