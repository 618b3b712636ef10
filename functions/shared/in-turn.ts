import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import { rateLimited } from '../../model/errors.ts';
import type { FunctionAnswer } from '../../model/function-answer.ts';
import { withRetries } from './with-retries.ts';

/**
 * Does again, from the beginning, what others made fail who wrote the same items at once: it finds then what they wrote.
 * @returns `RateLimited` after too many of them
 */
export async function inTurn<Value>(work: () => Promise<FunctionAnswer<Value>>): Promise<FunctionAnswer<Value>> {
  const isFinal = (error: unknown) => !(error instanceof TransactionCanceledException);
  try {
    return await withRetries(isFinal, work);
  } catch (error) {
    if (isFinal(error)) throw error;
    return { refusal: rateLimited() };
  }
}
