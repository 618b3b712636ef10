import { randomBytes } from 'node:crypto';
import { AwsError } from '../errors.ts';

/** Names one delivery of one message. */
export interface Receipt {
  readonly queue: string;
  readonly messageId: string;
  readonly receipt: string;
}

export function newReceipt(): string {
  return randomBytes(12).toString('base64url');
}

export function receiptHandle({ queue, messageId, receipt }: Receipt): string {
  return Buffer.from(`${queue} ${messageId} ${receipt}`).toString('base64');
}

/** @throws AwsError ReceiptHandleIsInvalid where it isn't one of the queue's */
export function parseReceiptHandle(handle: string, queue: string): Receipt {
  const [name, messageId, receipt] = Buffer.from(handle, 'base64').toString().split(' ');
  if (name === queue && messageId && receipt) return { queue, messageId, receipt };
  throw new AwsError(
    'ReceiptHandleIsInvalid',
    `The input receipt handle "${handle}" is not a valid receipt handle.`,
    404,
  );
}
