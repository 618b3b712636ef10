import { createHash } from 'node:crypto';
import type { QueueMessage } from '../event-source/ports.ts';
import { md5OfAttributes, selectAttributes } from './message-attributes.ts';
import type { MessageAttributes } from './message-attributes.ts';
import type { StoredMessage } from './message-store.ts';
import { receiptHandle } from './receipt-handle.ts';

export interface WantedAttributes {
  readonly system: readonly string[];
  readonly own: readonly string[];
}

/** As ReceiveMessage answers it. */
export function messageView(queue: string, message: StoredMessage, wanted: WantedAttributes): Record<string, unknown> {
  const attributes = selectAttributes(attributesOf(message), wanted.own);
  const hasAttributes = Object.keys(attributes).length > 0;
  const all = wanted.system.includes('All');
  const system = Object.entries(systemAttributes(message)).filter(([name]) => all || wanted.system.includes(name));
  return {
    MessageId: message.id,
    ReceiptHandle: handleOf(queue, message),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(system.length > 0 ? { Attributes: Object.fromEntries(system) } : {}),
    ...(hasAttributes ? { MD5OfMessageAttributes: md5OfAttributes(attributes), MessageAttributes: attributes } : {}),
  };
}

/** As pollers deliver it. */
export function polledMessage(queue: string, message: StoredMessage): QueueMessage {
  const attributes = Object.entries(attributesOf(message)).map(([name, attribute]) => [
    name,
    {
      stringValue: attribute.StringValue,
      binaryValue: attribute.BinaryValue,
      stringListValues: [],
      binaryListValues: [],
      dataType: attribute.DataType,
    },
  ]);
  return {
    messageId: message.id,
    receiptHandle: handleOf(queue, message),
    body: message.body,
    attributes: systemAttributes(message),
    messageAttributes: Object.fromEntries(attributes) as Record<string, unknown>,
    md5OfBody: md5(message.body),
  };
}

function attributesOf({ attributes }: StoredMessage): MessageAttributes {
  return attributes === null ? {} : (JSON.parse(attributes) as MessageAttributes);
}

export function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function systemAttributes(message: StoredMessage): Record<string, string> {
  const all: readonly (readonly [string, string | number | null])[] = [
    ['SenderId', message.sender],
    ['SentTimestamp', message.sentAt],
    ['ApproximateReceiveCount', message.receivedInAll],
    ['ApproximateFirstReceiveTimestamp', message.firstReceivedAt],
    ['SequenceNumber', message.sequenceNumber],
    ['MessageDeduplicationId', message.deduplicationId],
    ['MessageGroupId', message.groupId],
    ['AWSTraceHeader', message.traceHeader],
    ['DeadLetterQueueSourceArn', message.deadLetterSource],
  ];
  return Object.fromEntries(all.flatMap(([name, value]) => (value === null ? [] : [[name, String(value)]])));
}

function handleOf(queue: string, { id, receipt }: StoredMessage): string {
  return receiptHandle({ queue, messageId: id, receipt: receipt ?? '' });
}
