import { z } from 'zod';

const text = z.string().optional();
const number = z.number().optional();
const names = z.array(z.string()).optional();
const attributes = z
  .record(z.string(), z.looseObject({ DataType: text, StringValue: text, BinaryValue: text }))
  .optional();

const onMessage = {
  Id: text,
  MessageBody: text,
  MessageDeduplicationId: text,
  MessageGroupId: text,
  ReceiptHandle: text,
  DelaySeconds: number,
  VisibilityTimeout: number,
  MessageAttributes: attributes,
  MessageSystemAttributes: attributes,
};

/** Types of the members of SQS's requests; no name has two. */
export const members = z.looseObject({
  ...onMessage,
  Entries: z.array(z.looseObject(onMessage)).optional(),
  AttributeNames: names,
  MessageAttributeNames: names,
  MessageSystemAttributeNames: names,
  DestinationArn: text,
  MaxNumberOfMessages: number,
  MaxNumberOfMessagesPerSecond: number,
  MaxResults: number,
  NextToken: text,
  QueueName: text,
  QueueNamePrefix: text,
  QueueOwnerAWSAccountId: text,
  QueueUrl: text,
  ReceiveRequestAttemptId: text,
  SourceArn: text,
  TaskHandle: text,
  WaitTimeSeconds: number,
});
