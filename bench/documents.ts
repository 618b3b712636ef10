/** What screens ask for: each document selects what its screen shows. */

const OUTLINE = `id title slug subtitle category level status price { amount currency } lessonTotal version
  mentor { id displayName }
  modules { id title lessons { id title kind preview durationSeconds } }`;

const CARDS = `items { id title slug subtitle category level price { amount currency } mentor { id displayName } publishedAt }
  nextToken`;

const PROGRESS = 'courseId userId percent completed total nextLessonId';

export const COURSE_BY_SLUG = `query ($slug: String!) { course(slug: $slug) { ${OUTLINE} } }`;
export const COURSE_BY_ID = `query ($id: ID!) { course(id: $id) { ${OUTLINE} } }`;
export const COURSES = `query ($category: String, $mentorId: ID) {
  courses(category: $category, mentorId: $mentorId, limit: 20) { ${CARDS} }
}`;
export const LESSON = `query ($courseId: ID!, $id: ID!) {
  lesson(courseId: $courseId, id: $id) { id courseId moduleId title kind preview durationSeconds body positionSeconds }
}`;
export const MY_ENROLLMENTS = `{ myEnrollments(limit: 10) {
  items { course { id title slug } status progress { percent completed total nextLessonId } }
  nextToken
} }`;
export const ROSTER = `query ($courseId: ID!) { roster(courseId: $courseId, limit: 20) {
  items { learner { id displayName } status enrolledAt progress { percent completed total } }
  nextToken
} }`;
const INVITATION = 'id course { id title slug } email state invitedAt expiresAt bouncedAt';
export const INVITE_LEARNER = `mutation ($input: InviteLearnerInput!) { inviteLearner(input: $input) { ${INVITATION} } }`;
export const REVOKE_INVITATION = `mutation ($input: RevokeInvitationInput!) {
  revokeInvitation(input: $input) { id state }
}`;
export const DECLINE_INVITATION = `mutation ($input: DeclineInvitationInput!) {
  declineInvitation(input: $input) { id state }
}`;
export const ACCEPT_INVITATION = `mutation ($input: AcceptInvitationInput!) {
  acceptInvitation(input: $input) { course { id } status }
}`;
export const INVITATIONS = `query ($courseId: ID!) {
  invitations(courseId: $courseId, limit: 20) { items { ${INVITATION} } nextToken }
}`;
export const MY_INVITATIONS = `{ myInvitations { items { ${INVITATION} } } }`;
export const ANNOUNCE = 'mutation ($input: AnnounceInput!) { announce(input: $input) { id announcedAt } }';
export const ANNOUNCEMENTS = `query ($courseId: ID!) {
  announcements(courseId: $courseId, limit: 20) { items { id title text announcedAt } nextToken }
}`;
const IMPORT = 'id state total processed counts { status rows }';
export const IMPORT_ROSTER = `mutation ($input: ImportRosterInput!) { importRoster(input: $input) { ${IMPORT} } }`;
export const ROSTER_IMPORT = `query ($courseId: ID!, $id: ID!) {
  rosterImport(courseId: $courseId, id: $id) { ${IMPORT} }
}`;
export const ROSTER_IMPORT_ROWS = `query ($courseId: ID!, $id: ID!) {
  rosterImportRows(courseId: $courseId, id: $id, limit: 20) { items { row email name status reason } nextToken }
}`;
export const REMOVE_LEARNER = `mutation ($input: RemoveLearnerInput!) {
  removeLearner(input: $input) { learner { id displayName } status removal { reason removedAt } }
}`;
export const LEADERBOARD = `{ leaderboard(scope: GLOBAL, limit: 20) {
  items { rank points user { id displayName } }
  me { rank points exact error }
} }`;
export const ME = '{ me { id displayName email groups version } }';

export const REVIEWS = `query ($courseId: ID!) { reviews(courseId: $courseId, limit: 20) {
  items { id author { id displayName } rating text helpful reply { text repliedAt } createdAt }
  nextToken
} }`;

export const CREATE_COURSE = `mutation ($input: CreateCourseInput!) {
  createCourse(input: $input) { id title slug status version }
}`;
export const DUPLICATE_COURSE = `mutation ($input: DuplicateCourseInput!) {
  duplicateCourse(input: $input) { id title status version copying { courseId copied total } }
}`;
export const CREATE_MODULE = `mutation ($input: CreateModuleInput!) { createModule(input: $input) { id title lessons { id } } }`;
export const CREATE_LESSON = `mutation ($input: CreateLessonInput!) {
  createLesson(input: $input) { id courseId moduleId title kind preview durationSeconds }
}`;
export const PUBLISH_COURSE = `mutation ($input: PublishCourseInput!) { publishCourse(input: $input) { id status version } }`;

export const ENROLL = `mutation ($input: EnrollInput!) {
  enroll(input: $input) { course { id title slug } status progress { ${PROGRESS} } }
}`;
export const UNENROLL = `mutation ($input: UnenrollInput!) { unenroll(input: $input) { course { id } status } }`;
export const COMPLETE_LESSON = `mutation ($input: CompleteLessonInput!) { completeLesson(input: $input) { ${PROGRESS} } }`;
export const SAVE_POSITION = `mutation ($input: SaveLessonPositionInput!) {
  saveLessonPosition(input: $input) { ${PROGRESS} }
}`;
export const REVIEW_COURSE = `mutation ($input: ReviewCourseInput!) {
  reviewCourse(input: $input) { courseId author { id } rating text version }
}`;
export const MY_REVIEW = 'query ($courseId: ID!) { myReview(courseId: $courseId) { id rating version } }';
export const REPLY_TO_REVIEW = `mutation ($input: ReplyToReviewInput!) {
  replyToReview(input: $input) { id reply { text } version }
}`;
export const VOTE_REVIEW = `mutation ($input: VoteReviewHelpfulInput!) { voteReviewHelpful(input: $input) { id } }`;
export const DELETE_REVIEW = `mutation ($input: DeleteReviewInput!) { deleteReview(input: $input) { status } }`;
export const MY_POINTS = '{ myPoints { total level nextLevelAt week courses { courseId points } } }';
export const POINTS_HISTORY = `{ pointsHistory(limit: 20) {
  items { rule points objectId courseId awardedAt }
  nextToken
} }`;
export const NOTIFICATIONS = `{ notifications(limit: 20) {
  items { id userId type title text link { courseId reviewId } readAt createdAt }
  nextToken
  unreadCount
} }`;
export const NOTIFICATION_RECEIPT = `query ($id: ID!) {
  notificationReceipt(notificationId: $id) { channels { channel status reason at dueAt } }
}`;
export const MARK_READ = `mutation ($input: MarkNotificationsReadInput!) {
  markNotificationsRead(input: $input) { unreadCount }
}`;
export const ARCHIVE_NOTIFICATIONS = `mutation ($input: ArchiveNotificationsInput!) {
  archiveNotifications(input: $input) { unreadCount }
}`;
const PREFERENCES = 'version digestAt quietHours { start end } types { type mandatory channels { channel mode } }';
export const NOTIFICATION_PREFERENCES = `{ notificationPreferences { ${PREFERENCES} } }`;
export const UPDATE_PREFERENCES = `mutation ($input: UpdateNotificationPreferencesInput!) {
  updateNotificationPreferences(input: $input) { ${PREFERENCES} }
}`;
export const UPDATE_PICTURE = `mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) { id version }
}`;
export const MY_VERSION = '{ me { version } }';
export const MEDIA_URL = `query ($courseId: ID!, $lessonId: ID!, $resourceId: ID) {
  mediaUrl(courseId: $courseId, lessonId: $lessonId, resourceId: $resourceId) { url expiresAt }
}`;
export const UPDATE_PROFILE = `mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) { timeZone version }
}`;
export const REQUEST_UPLOAD = `mutation ($input: RequestUploadInput!) {
  requestUpload(input: $input) { id url fields expiresAt }
}`;
export const UPLOAD = 'query ($id: ID!) { upload(id: $id) { id status rejection } }';
export const ADD_PHONE = `mutation ($input: AddPhoneNumberInput!) {
  addPhoneNumber(input: $input) { masked verified codeExpiresAt }
}`;
export const VERIFY_PHONE = `mutation ($input: VerifyPhoneNumberInput!) {
  verifyPhoneNumber(input: $input) { masked verified codeExpiresAt }
}`;
export const REMOVE_PHONE = 'mutation { removePhoneNumber { masked verified codeExpiresAt } }';
export const REGISTER_DEVICE = `mutation ($input: RegisterDeviceInput!) {
  registerDevice(input: $input) { id platform name registeredAt }
}`;
export const DEVICES = '{ devices { items { id platform name registeredAt } most } }';
export const UNREGISTER_DEVICE = `mutation ($input: UnregisterDeviceInput!) {
  unregisterDevice(input: $input) { id }
}`;

const EDITED = 'id version lessonTotal';
export const UPDATE_COURSE = `mutation ($input: UpdateCourseInput!) { updateCourse(input: $input) { ${EDITED} } }`;
export const UPDATE_LESSON = `mutation ($input: UpdateLessonInput!) { updateLesson(input: $input) { ${EDITED} } }`;
export const REMOVE_LESSON = `mutation ($input: RemoveLessonInput!) { removeLesson(input: $input) { ${EDITED} } }`;
export const ADD_RESOURCE = `mutation ($input: AddResourceInput!) { addResource(input: $input) { ${EDITED} } }`;
export const UPDATE_RESOURCE = `mutation ($input: UpdateResourceInput!) { updateResource(input: $input) { ${EDITED} } }`;
export const REMOVE_RESOURCE = `mutation ($input: RemoveResourceInput!) { removeResource(input: $input) { ${EDITED} } }`;
export const RESOURCES = `query ($courseId: ID!, $id: ID!) {
  lesson(courseId: $courseId, id: $id) { resources { id title url } }
}`;
export const REORDER_COURSE = `mutation ($input: ReorderCourseInput!) { reorderCourse(input: $input) { ${EDITED} } }`;
export const OPEN_DRAFT = `mutation ($input: OpenDraftInput!) { openDraft(input: $input) { ${EDITED} draft { state } } }`;
export const PUBLISH_DRAFT = `mutation ($input: PublishDraftInput!) { publishDraft(input: $input) { draft { state } } }`;
export const DISCARD_DRAFT = `mutation ($input: DiscardDraftInput!) { discardDraft(input: $input) { draft { state } } }`;
export const UPDATE_MODULE = `mutation ($input: UpdateModuleInput!) { updateModule(input: $input) { ${EDITED} } }`;
export const REMOVE_MODULE = `mutation ($input: RemoveModuleInput!) { removeModule(input: $input) { ${EDITED} } }`;

const STATE = 'id version status';
export const SUBMIT_COURSE = `mutation ($input: SubmitCourseInput!) { submitCourse(input: $input) { ${STATE} } }`;
export const WITHDRAW_COURSE = `mutation ($input: WithdrawCourseInput!) { withdrawCourse(input: $input) { ${STATE} } }`;
export const APPROVE_COURSE = `mutation ($input: ApproveCourseInput!) { approveCourse(input: $input) { ${STATE} } }`;
export const REJECT_COURSE = `mutation ($input: RejectCourseInput!) { rejectCourse(input: $input) { ${STATE} } }`;
export const ARCHIVE_COURSE = `mutation ($input: ArchiveCourseInput!) { archiveCourse(input: $input) { ${STATE} } }`;
export const UNARCHIVE_COURSE = `mutation ($input: UnarchiveCourseInput!) { unarchiveCourse(input: $input) { ${STATE} } }`;
export const SCHEDULE = `mutation ($input: ScheduleCoursePublicationInput!) {
  scheduleCoursePublication(input: $input) { ${STATE} }
}`;
export const CANCEL_SCHEDULE = `mutation ($input: CancelCoursePublicationInput!) {
  cancelCoursePublication(input: $input) { ${STATE} }
}`;
const AUTHORED = 'items { id title status version } nextToken';
export const MY_COURSES = `{ myCourses(limit: 20) { ${AUTHORED} } }`;
export const COURSES_IN_REVIEW = `{ coursesInReview(limit: 20) { ${AUTHORED} } }`;
export const COURSE_HISTORY = `query ($courseId: ID!) {
  courseHistory(courseId: $courseId) { items { action actorId at reason version } nextToken }
}`;
export const USERS = `query ($email: AWSEmail, $namePrefix: String) {
  users(email: $email, namePrefix: $namePrefix) { items { id displayName email groups status } nextToken }
}`;
export const USER = 'query ($id: ID!) { user(id: $id) { id displayName email groups status } }';
export const USER_HISTORY = `query ($userId: ID!) {
  userHistory(userId: $userId) { items { action at actorId reason } nextToken }
}`;
export const PROFILE = 'query ($userId: ID!) { profile(userId: $userId) { id displayName bio limited } }';
export const AVATARS = 'query ($userIds: [ID!]!) { avatars(userIds: $userIds) { userId url expiresAt } }';
export const CONSENT_HISTORY = '{ consentHistory { items { kind granted at textVersion } nextToken } }';
export const SET_CONSENT = 'mutation ($input: SetConsentInput!) { setConsent(input: $input) { kind granted at } }';
export const SET_USER_GROUPS = 'mutation ($input: SetUserGroupsInput!) { setUserGroups(input: $input) { id groups } }';
export const SUSPEND_USER = 'mutation ($input: SuspendUserInput!) { suspendUser(input: $input) { id status } }';
export const REACTIVATE_USER =
  'mutation ($input: ReactivateUserInput!) { reactivateUser(input: $input) { id status } }';
export const INVITE_USER = 'mutation ($input: InviteUserInput!) { inviteUser(input: $input) { id groups } }';
export const RESEND_INVITATION = 'mutation ($input: ResendInvitationInput!) { resendInvitation(input: $input) { id } }';
export const RESET_MFA = 'mutation ($input: ResetMfaInput!) { resetMfa(input: $input) { id } }';
