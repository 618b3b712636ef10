import {
  EndpointDisabledException,
  InvalidParameterException,
  NotFoundException,
  PlatformApplicationDisabledException,
  PublishCommand,
} from '@aws-sdk/client-sns';
import type { RegisteredDevice } from '../../model/device.ts';
import { subOf } from '../../model/ids.ts';
import type { Delivery, DeliveryReason, NotificationItem } from '../../model/notification.ts';
import { sendingName } from '../../model/sending.ts';
import { dropDevice } from '../shared/drop-device.ts';
import type { Recipient } from '../shared/recipients.ts';
import { sns } from '../shared/sns.ts';
import { tableName } from './environment.ts';
import { pushMessage } from './push-payload.ts';
import { sendOnce } from './send-once.ts';

/** Tells one notification on every device of the person. */
export async function pushNotification(notification: NotificationItem, recipient: Recipient): Promise<Delivery> {
  const entries = Object.entries(recipient.devices);
  const outcomes: Delivery[] = [];
  for (const [deviceId, device] of entries) outcomes.push(await pushTo(notification, recipient, deviceId, device));
  return together(outcomes);
}

async function pushTo(
  notification: NotificationItem,
  { account }: Recipient,
  deviceId: string,
  { endpointArn }: RegisteredDevice,
): Promise<Delivery> {
  const sub = subOf(account.id);
  const { id, eventId } = notification;
  const outcome = await sendOnce({
    what: sendingName({ channel: 'PUSH', sub, notificationId: id, deviceId }),
    destination: endpointArn,
    send: () => publish(notification, endpointArn),
  });
  if (outcome.reason === 'DEVICE_GONE') {
    await dropDevice(tableName, sub, deviceId, { actor: 'deliver', request: eventId, origin: 'deliver' });
  }
  return outcome;
}

/** `arn:aws:sns:<region>:<account>:endpoint/<platform>/<application>/<id>` */
function platformOf(endpointArn: string): string {
  return endpointArn.split('/')[1] ?? '';
}

async function publish(
  notification: NotificationItem,
  TargetArn: string,
): Promise<{ readonly messageId: string } | { readonly skipped: DeliveryReason }> {
  try {
    const { MessageId = '' } = await sns.send(
      new PublishCommand({
        TargetArn,
        MessageStructure: 'json',
        Message: pushMessage(platformOf(TargetArn), notification),
      }),
    );
    return { messageId: MessageId };
  } catch (error) {
    if (error instanceof PlatformApplicationDisabledException) return { skipped: 'NOT_CONFIGURED' };
    if (isGone(error)) return { skipped: 'DEVICE_GONE' };
    throw error;
  }
}

/** The platform has refused the token before, or somebody has deleted the endpoint. */
function isGone(error: unknown): boolean {
  return [EndpointDisabledException, InvalidParameterException, NotFoundException].some(
    (kind) => error instanceof kind,
  );
}

/** Sent where it has left for any device. */
function together(outcomes: readonly Delivery[]): Delivery {
  const sent = outcomes.filter(({ status }) => status === 'SENT');
  const [first] = sent;
  if (first) return { ...first, messages: sent.length };
  const worst = outcomes.find(({ status }) => status === 'BOUNCED') ?? outcomes[0];
  return worst ? { ...worst, messages: 0 } : { status: 'SKIPPED', reason: 'NO_DEVICE', at: new Date().toISOString() };
}
