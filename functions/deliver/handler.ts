import type { Context } from 'aws-lambda';
import { isDueMessage, type DueMessage } from '../../model/delivery-message.ts';
import type { DomainEvent } from '../../model/events.ts';
import { consume } from '../shared/consume.ts';
import { readEvent } from '../shared/read-event.ts';
import { deliverDigest } from './digest.ts';
import { addressInvitations, deliverInvitation } from './invitation.ts';
import { logger } from './logger.ts';
import { deliverNotification } from './notification.ts';

/** Serves the channels of new notifications, and what the sweep has found due. */
export const handler = consume(logger, read, deliver);

function read(message: unknown): DomainEvent | DueMessage {
  return isDueMessage(message) ? message : readEvent(message);
}

function deliver(message: DomainEvent | DueMessage, context: Context): Promise<void> {
  if (message.entity === 'DueDigest') return deliverDigest(message, context);
  if (message.entity === 'DueNotification') return deliverNotification(message, context);
  if (message.entity === 'Invitation') return deliverInvitation(message, context);
  if (message.entity === 'Account') return addressInvitations(message);
  if (message.entity === 'Notification') return deliverNotification(message.data, context);
  return Promise.resolve();
}
