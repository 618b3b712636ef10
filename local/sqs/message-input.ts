import { createHash } from 'node:crypto';
import { AwsError } from '../errors.ts';
import { invalidParameter, invalidValue, missingParameter, wrongQueueType } from './errors.ts';
import { checkAttributes, sizeOfAttributes } from './message-attributes.ts';
import type { MessageAttributes } from './message-attributes.ts';
import type { NewMessage } from './queue.ts';
import type { QueueSettings } from './queue-settings.ts';

/** SendMessage's input, or one entry of SendMessageBatch's. */
export interface MessageInput {
  readonly MessageBody?: string;
  readonly DelaySeconds?: number;
  readonly MessageAttributes?: MessageAttributes;
  readonly MessageSystemAttributes?: MessageAttributes;
  readonly MessageDeduplicationId?: string;
  readonly MessageGroupId?: string;
}

/** @throws AwsError as SendMessage does */
export function newMessage(input: MessageInput, settings: QueueSettings, sender: string): NewMessage {
  const { MessageBody: body, MessageAttributes: attributes = {} } = input;
  if (body === undefined) throw missingParameter('MessageBody');
  if (body === '') throw invalidParameter('The request must contain a non-empty message body.');
  const forbidden = forbiddenCharacter.exec(body)?.[0];
  if (forbidden !== undefined) throw invalidCharacter(forbidden);
  checkAttributes(attributes);
  if (sizeOfMessage(input) > settings.maximumMessageSize) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${settings.maximumMessageSize} bytes.`,
    );
  }
  return {
    body,
    attributes: Object.keys(attributes).length > 0 ? JSON.stringify(attributes) : null,
    traceHeader: traceHeaderOf(input.MessageSystemAttributes ?? {}),
    sender,
    ...(settings.fifo ? inOrder(input, body, settings) : unordered(input, settings)),
  };
}

/** Bytes: body and attributes. */
export function sizeOfMessage({ MessageBody = '', MessageAttributes = {} }: MessageInput): number {
  return Buffer.byteLength(MessageBody) + sizeOfAttributes(MessageAttributes);
}

type Ordering = Pick<NewMessage, 'delay' | 'groupId' | 'deduplicationId'>;

function inOrder(input: MessageInput, body: string, settings: QueueSettings): Ordering {
  const { DelaySeconds: delay, MessageGroupId: groupId, MessageDeduplicationId: given } = input;
  // The queue's own delay may be repeated.
  if (delay !== undefined && delay !== settings.delay) throw wrongQueueType('DelaySeconds', delay);
  if (groupId === undefined) throw missingParameter('MessageGroupId');
  checkId('MessageGroupId', groupId);
  if (given !== undefined) checkId('MessageDeduplicationId', given);
  if (given === undefined && !settings.contentBasedDeduplication) {
    throw invalidParameter(
      'The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly',
    );
  }
  return {
    delay: settings.delay,
    groupId,
    deduplicationId: given ?? createHash('sha256').update(body).digest('hex'),
  };
}

/** A group in a standard queue is for fair queues: it changes nothing of order here. */
function unordered(input: MessageInput, settings: QueueSettings): Ordering {
  const { DelaySeconds: delay = settings.delay, MessageGroupId: groupId, MessageDeduplicationId: id } = input;
  if (id !== undefined) throw wrongQueueType('MessageDeduplicationId', id);
  if (groupId !== undefined) checkId('MessageGroupId', groupId);
  if (!Number.isInteger(delay) || delay < 0 || delay > 900) {
    throw invalidValue('DelaySeconds', delay, 'DelaySeconds must be >= 0 and <= 900.');
  }
  return { delay, groupId: groupId ?? null, deduplicationId: null };
}

function checkId(name: string, value: string): void {
  if (/^[\x21-\x7e]{1,128}$/.test(value)) return;
  const reason = `${name} can only include alphanumeric and punctuation characters. 1 to 128 in length.`;
  throw invalidValue(name, value, reason);
}

function traceHeaderOf(attributes: MessageAttributes): string | null {
  const other = Object.keys(attributes).find((name) => name !== 'AWSTraceHeader');
  if (other) throw invalidParameter(`Message system attribute name '${other}' is invalid.`);
  return attributes['AWSTraceHeader']?.StringValue ?? null;
}

/** What XML has no place for. */
const forbiddenCharacter = /[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/u;

function invalidCharacter(character: string): AwsError {
  const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return new AwsError(
    'InvalidMessageContents',
    `Invalid binary character '#x${code}' was found in the message body, the set of allowed characters is ` +
      '#x9 | #xA | #xD | [#x20 to #xD7FF] | [#xE000 to #xFFFD] | [#x10000 to #x10FFFF]',
  );
}
