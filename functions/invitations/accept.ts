import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { Enrollment } from '../../generated/schema.ts';
import type { CourseItem } from '../../model/course.ts';
import { isLive, toEnrollment, type EnrollmentItem } from '../../model/enrollment.ts';
import { conflict, forbidden, notFound, rateLimited } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import type { InvitationCall, InvitationItem } from '../../model/invitation.ts';
import { courseKey, enrollmentKey } from '../../model/keys.ts';
import { enrollLearner } from '../shared/enroll-learner.ts';
import { itemIn, readItems } from '../shared/read-items.ts';
import { reader } from './environment.ts';
import { changeState, where } from './change-state.ts';
import { readOwn } from './own.ts';

type AcceptCall = Extract<InvitationCall, { id: string }>;

/** Enrolls the invited person, and ends the invitation with it. Who is enrolled by another way meanwhile is answered. */
export async function accept(call: AcceptCall): Promise<FunctionAnswer<Enrollment>> {
  const own = await readOwn(call, ['PENDING', 'ACCEPTED']);
  if ('refusal' in own) return own;
  const invitation = own.value;
  const key = courseKey(invitation.courseUlid);
  const course = itemIn<CourseItem>(await readItems(reader, [key]), key);
  if (course?.status !== 'PUBLISHED') return { refusal: forbidden('The course is not open yet. Try again later.') };
  try {
    return await take(call, invitation, course);
  } catch (error) {
    if (error instanceof TransactionCanceledException) return { refusal: rateLimited() };
    throw error;
  }
}

async function take(
  { sub, actor, request }: AcceptCall,
  invitation: InvitationItem,
  course: CourseItem,
): Promise<FunctionAnswer<Enrollment>> {
  // It lets in once: who leaves or is removed after that needs another one.
  if (invitation.state === 'ACCEPTED') return standing(sub, course);
  const cause = { actor, request, origin: 'Mutation.acceptInvitation' };
  const accepting = changeState(invitation, 'ACCEPTED', cause);
  const admitted = await enrollLearner(reader, { sub, course, cause, comesBack: true, also: [{ Update: accepting }] });
  if (!('enrollment' in admitted)) return { refusal: conflict('The course is full.') };
  if (admitted.outcome === 'ALREADY_ENROLLED') await where(new UpdateCommand(accepting));
  return { value: toEnrollment(admitted.enrollment) };
}

async function standing(sub: string, course: CourseItem): Promise<FunctionAnswer<Enrollment>> {
  const key = enrollmentKey(sub, course.ulid);
  const enrollment = itemIn<EnrollmentItem>(await readItems(reader, [key]), key);
  return isLive(enrollment) ? { value: toEnrollment(enrollment) } : { refusal: notFound('invitation') };
}
