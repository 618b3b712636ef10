import { AwsError } from '../errors.ts';
import type { Clock } from '../clock.ts';
import type { Faults } from '../faults.ts';
import { runBatch } from './batch.ts';
import { between, required } from './call.ts';
import type { Call } from './call.ts';
import { unsupported } from './errors.ts';
import { md5OfAttributes } from './message-attributes.ts';
import { newMessage, sizeOfMessage } from './message-input.ts';
import type { MessageInput } from './message-input.ts';
import type { StoredMessage } from './message-store.ts';
import { md5, messageView } from './message-view.ts';
import type { Queue } from './queue.ts';

/** Operations on messages. Each takes the request's members as they come. */

interface OnQueue {
  readonly QueueUrl?: string;
}

interface OnMessage extends OnQueue {
  readonly ReceiptHandle?: string;
  readonly VisibilityTimeout?: number;
}

interface Batch<T> extends OnQueue {
  readonly Entries?: readonly (T & { readonly Id?: string })[];
}

/** Bytes of all entries of a batch. */
const longestBatch = 1_048_576;

export function sendMessage(call: Call, input: OnQueue & MessageInput): Record<string, unknown> {
  return send(call, call.queue(input.QueueUrl, 'sqs:SendMessage'), input);
}

export function sendMessageBatch(call: Call, input: Batch<MessageInput>): Record<string, unknown> {
  const queue = call.queue(input.QueueUrl, 'sqs:SendMessage');
  const size = (input.Entries ?? []).reduce((sum, entry) => sum + sizeOfMessage(entry), 0);
  if (size > longestBatch) {
    throw new AwsError(
      'BatchRequestTooLong',
      `Batch requests cannot be longer than ${longestBatch} bytes. You have sent ${size} bytes.`,
    );
  }
  return call.directory.transaction(() =>
    runBatch(input.Entries, 'SendMessageBatchRequestEntry', (entry) => send(call, queue, entry)),
  );
}

function send(call: Call, queue: Queue, input: MessageInput): Record<string, unknown> {
  const message = newMessage(input, queue.settings, call.sender);
  const { id, sequenceNumber } = queue.send(message);
  const { MessageAttributes = {}, MessageSystemAttributes = {} } = input;
  return {
    MessageId: id,
    MD5OfMessageBody: md5(message.body),
    MD5OfMessageAttributes: md5OfAttributes(MessageAttributes),
    MD5OfMessageSystemAttributes: md5OfAttributes(MessageSystemAttributes),
    ...(sequenceNumber === null ? {} : { SequenceNumber: sequenceNumber }),
  };
}

interface ReceiveMessage extends OnQueue {
  readonly MaxNumberOfMessages?: number;
  readonly VisibilityTimeout?: number;
  readonly WaitTimeSeconds?: number;
  readonly AttributeNames?: readonly string[];
  readonly MessageSystemAttributeNames?: readonly string[];
  readonly MessageAttributeNames?: readonly string[];
  readonly ReceiveRequestAttemptId?: string;
}

/** @param port.clock for how long to wait */
export async function receiveMessage(
  call: Call,
  input: ReceiveMessage,
  { clock, faults }: { readonly clock: Clock; readonly faults: Faults },
): Promise<Record<string, unknown>> {
  const queue = call.queue(input.QueueUrl, 'sqs:ReceiveMessage');
  if (input.ReceiveRequestAttemptId !== undefined) {
    throw unsupported("The local SQS doesn't run ReceiveRequestAttemptId.");
  }
  const { receiveWait, visibilityTimeout } = queue.settings;
  const limit = between('MaxNumberOfMessages', input.MaxNumberOfMessages ?? 1, 1, 10);
  const wait = between('WaitTimeSeconds', input.WaitTimeSeconds ?? receiveWait, 0, 20);
  const timeout = between('VisibilityTimeout', input.VisibilityTimeout ?? visibilityTimeout, 0, 43_200);
  if (queue.isFull() && wait === 0 && !queue.settings.fifo) {
    throw new AwsError('OverLimit', 'Too many messages are in flight in the queue.', 403);
  }
  const receive = () => receiveOnce(queue, limit, timeout, faults);
  const messages = wait === 0 ? receive() : await longPoll(call, queue, receive, clock, clock.now() + wait * 1000);
  const wanted = {
    system: [...(input.AttributeNames ?? []), ...(input.MessageSystemAttributeNames ?? [])],
    own: input.MessageAttributeNames ?? [],
  };
  return messages.length > 0 ? { Messages: messages.map((message) => messageView(queue.name, message, wanted)) } : {};
}

/** What is there now, as planned faults let it go. */
export function receiveOnce(queue: Queue, limit: number, visibilityTimeout: number, faults: Faults): StoredMessage[] {
  if (queue.isFull()) return [];
  // A FIFO queue has neither: exactly once, in order.
  const planned = queue.settings.fifo ? undefined : faults.strike('sqs', 'ReceiveMessage', ['duplicate', 'reorder']);
  const fault = planned === 'duplicate' || planned === 'reorder' ? planned : undefined;
  return queue.receive({ limit, visibilityTimeout, fault });
}

/** Returns as soon as there is a message, or when the time is up. */
async function longPoll(
  call: Call,
  queue: Queue,
  receive: () => StoredMessage[],
  clock: Clock,
  until: number,
): Promise<StoredMessage[]> {
  const first = receive();
  if (first.length > 0) return first;
  return new Promise((resolve) => {
    const stop = () => {
      stopListening();
      cancel();
      call.gone.removeEventListener('abort', leave);
    };
    const leave = () => {
      stop();
      resolve([]);
    };
    const stopListening = queue.wakeups.listen(() => {
      const messages = receive();
      if (messages.length === 0) return;
      stop();
      resolve(messages);
    });
    const cancel = clock.at(until, leave);
    // Nobody is there to take a message any more.
    call.gone.addEventListener('abort', leave);
  });
}

export function deleteMessage(call: Call, input: OnMessage): Record<string, unknown> {
  const queue = call.queue(input.QueueUrl, 'sqs:DeleteMessage');
  queue.delete(required(input.ReceiptHandle, 'ReceiptHandle'));
  return {};
}

export function deleteMessageBatch(call: Call, input: Batch<OnMessage>): Record<string, unknown> {
  const queue = call.queue(input.QueueUrl, 'sqs:DeleteMessage');
  return call.directory.transaction(() =>
    runBatch(input.Entries, 'DeleteMessageBatchRequestEntry', ({ ReceiptHandle }) => {
      queue.delete(required(ReceiptHandle, 'ReceiptHandle'));
      return {};
    }),
  );
}

export function changeMessageVisibility(call: Call, input: OnMessage): Record<string, unknown> {
  changeVisibility(call.queue(input.QueueUrl, 'sqs:ChangeMessageVisibility'), input);
  return {};
}

export function changeMessageVisibilityBatch(call: Call, input: Batch<OnMessage>): Record<string, unknown> {
  const queue = call.queue(input.QueueUrl, 'sqs:ChangeMessageVisibility');
  return call.directory.transaction(() =>
    runBatch(input.Entries, 'ChangeMessageVisibilityBatchRequestEntry', (entry) => {
      changeVisibility(queue, entry);
      return {};
    }),
  );
}

function changeVisibility(queue: Queue, { ReceiptHandle, VisibilityTimeout }: OnMessage): void {
  const handle = required(ReceiptHandle, 'ReceiptHandle');
  const seconds = required(VisibilityTimeout, 'VisibilityTimeout');
  queue.changeVisibility(handle, between('VisibilityTimeout', seconds, 0, 43_200));
}
