import { AwsError } from '../errors.ts';

/** As PutRule and TestEventPattern word it. */
export function invalidPattern(reason: string): AwsError {
  return new AwsError('InvalidEventPatternException', `Event pattern is not valid. Reason: ${reason}`);
}
