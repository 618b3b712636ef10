import type { NotificationItem } from '../../model/notification.ts';

/** What Apple and Google take: 4 KB each. */
const MOST_BYTES = 4_096;
const CUT = '…';

type Told = Pick<NotificationItem, 'id' | 'type' | 'title' | 'text' | 'link'>;

/**
 * `Message` for SNS with `MessageStructure` json: each platform's own payload, as text in JSON.
 * @param platform as in the ARN of a platform application
 */
export function pushMessage(platform: string, told: Told): string {
  return JSON.stringify({ default: told.title, [platform]: payload(platform, told) });
}

/** Within the platform's limit: the text gives way, which the app shows whole. */
export function payload(platform: string, told: Told): string {
  const shape = platform === 'GCM' ? forFirebase : forApple;
  const whole = JSON.stringify(shape(told));
  if (Buffer.byteLength(whole) <= MOST_BYTES) return whole;
  const characters = Array.from(new Intl.Segmenter('en').segment(told.text), ({ segment }) => segment);
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const text = characters.slice(0, middle).join('') + CUT;
    if (Buffer.byteLength(JSON.stringify(shape({ ...told, text }))) <= MOST_BYTES) low = middle;
    else high = middle - 1;
  }
  return JSON.stringify(shape({ ...told, text: characters.slice(0, low).join('') + CUT }));
}

/** Where the app goes when the notification is tapped. Firebase takes text alone. */
function dataOf({ id, type, link }: Told): Record<string, string> {
  return { notificationId: id, type, ...link };
}

/** Of Firebase's HTTP v1 API. */
function forFirebase(told: Told): object {
  const { title, text } = told;
  return { fcmV1Message: { message: { notification: { title, body: text }, data: dataOf(told) } } };
}

function forApple(told: Told): object {
  const { title, text } = told;
  return { aps: { alert: { title, body: text }, sound: 'default' }, ...dataOf(told) };
}
