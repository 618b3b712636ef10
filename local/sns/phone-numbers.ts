import { invalidParameter } from './errors.ts';
import type { Operation } from './operation.ts';

/** The operations on phone numbers that want no text messages. @throws AwsError */

/** Milliseconds between two times that a number is opted in. */
const betweenOptIns = 30 * 86_400_000;

/** E.164: a plus sign, the country code and the number, 15 digits at most. */
export function isPhoneNumber(text: string): boolean {
  return /^\+[1-9]\d{1,14}$/.test(text);
}

export const checkIfPhoneNumberIsOptedOut: Operation = ({ query, directory, authorize }) => {
  authorize('*');
  return { isOptedOut: directory.isOptedOut(phoneNumber(query.get('phoneNumber'))) };
};

export const optInPhoneNumber: Operation = ({ query, cloud, directory, authorize }) => {
  authorize('*');
  const number = phoneNumber(query.get('phoneNumber'));
  if (!directory.isOptedOut(number)) return {};
  const now = cloud.clock.now();
  if (now - (directory.lastOptedIn(number) ?? -Infinity) < betweenOptIns) {
    throw invalidParameter('PhoneNumber Reason: a phone number can be opted in only once every 30 days');
  }
  directory.optIn(number, now);
  return {};
};

function phoneNumber(text = ''): string {
  if (isPhoneNumber(text)) return text;
  throw invalidParameter('PhoneNumber Reason: input incorrectly formatted');
}
