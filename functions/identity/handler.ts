import { Logger } from '@aws-lambda-powertools/logger';
import { isDomainEvent, type DomainEvent } from '../../model/events.ts';
import { subOf } from '../../model/ids.ts';
import { isSuspensionEnd, type SuspensionEnd } from '../../model/suspension-end.ts';
import { consume } from '../shared/consume.ts';
import { readEvent } from '../shared/read-event.ts';
import { alignSignIn } from './align-sign-in.ts';
import { endSuspension } from './end-suspension.ts';

const logger = new Logger({ serviceName: 'identity' });

function read(message: unknown): DomainEvent | SuspensionEnd {
  return isSuspensionEnd(message) ? message : readEvent(message);
}

/**
 * The user pool follows the accounts: who may sign in, and which groups a token claims. A suspension whose end has come
 * is ended, which is an event of its own.
 */
export const handler = consume(logger, read, async (message, { awsRequestId }) => {
  if (isDomainEvent(message)) {
    if (message.entity === 'Account') await alignSignIn(subOf(message.data.userId), logger);
  } else await endSuspension(message, awsRequestId);
});
