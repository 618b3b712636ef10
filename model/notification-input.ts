import type { ChannelDeliveryInput, NotificationLinkInput } from '../generated/schema.ts';
import { invalid, type Fault } from './errors.ts';
import { DELIVERY_REASONS, type Deliveries, type Delivery, type NotificationLink } from './notification.ts';

function reasonOf({ reason }: ChannelDeliveryInput) {
  return DELIVERY_REASONS.find((known) => known === reason);
}

/** What is wrong with the deliveries of a new notification, or null. */
export function refusedDeliveries(deliveries: readonly ChannelDeliveryInput[]): Fault | null {
  const channels = deliveries.map(({ channel }) => channel);
  if (channels.some((channel, index) => channels.indexOf(channel) !== index)) {
    return invalid('channels', 'unique', 'Name each channel once.');
  }
  if (deliveries.some((delivery) => delivery.reason && !reasonOf(delivery))) {
    return invalid('channels.reason', 'known', `Give one of these as \`reason\`: ${DELIVERY_REASONS.join(', ')}.`);
  }
  if (deliveries.some(({ status, dueAt }) => dueAt && status !== 'PENDING')) {
    return invalid('channels.dueAt', 'pending', 'Only what is PENDING has a `dueAt`: leave it out.');
  }
  return null;
}

function toDelivery(delivery: ChannelDeliveryInput): Delivery {
  const { status, at, dueAt } = delivery;
  const reason = reasonOf(delivery);
  return { status, ...(reason ? { reason } : {}), ...(at ? { at } : {}), ...(dueAt ? { dueAt } : {}) };
}

export function toDeliveries(deliveries: readonly ChannelDeliveryInput[]): Deliveries {
  return deliveries.reduce<Deliveries>(
    (channels, delivery) => ({ ...channels, [delivery.channel]: toDelivery(delivery) }),
    {},
  );
}

/** Without the ids that are not given. */
export function toLink({ courseId, reviewId }: NotificationLinkInput): NotificationLink {
  return { ...(courseId ? { courseId } : {}), ...(reviewId ? { reviewId } : {}) };
}
