import type { ErrorType } from '../../model/errors.ts';

/** What each error of our own tells a client, the common ones first. */
export const ERRORS: Readonly<Record<ErrorType, string>> = {
  NotFound: 'there is none, or the caller may not see it: the two look alike',
  Forbidden: 'the caller may see it, and may not do this',
  Validation: '`errorInfo` is `{ field, rule }`, and the message says what to do',
  Conflict: 'it has changed since, is full, or the token was used for something else',
  RateLimited: 'too often, or a race was lost: try again in a moment',
  TooLarge: 'more than can be kept',
  Internal: 'a defect of ours; the message says nothing else',
};
