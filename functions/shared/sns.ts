import { SNSClient } from '@aws-sdk/client-sns';

/** One attempt: a message whose answer was lost may have been sent, and the SDK would send it again. */
export const sns = new SNSClient({ maxAttempts: 1 });
