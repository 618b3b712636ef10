import { randomUUID } from 'node:crypto';
import { AwsError } from '../errors.ts';
import { invalidParameter, notRun } from './errors.ts';
import { checkSmsAttributes, messageAttributes } from './message-attributes.ts';
import type { MessageAttributes } from './message-attributes.ts';
import type { Call, Operation } from './operation.ts';
import { isPhoneNumber } from './phone-numbers.ts';

/** Bytes, of text and attributes. */
const largestMessage = 256 * 1024;
const longestSms = 1600;
const longestSubject = 100;

/** Publish, to a phone number or to an endpoint. A repetition is another message. @throws AwsError */
export const publish: Operation = (call) => {
  const { query } = call;
  const [topic, target, phone] = ['TopicArn', 'TargetArn', 'PhoneNumber'].map((name) => query.get(name));
  const given = [topic, target, phone].filter((one) => one !== undefined);
  if (given.length === 0) {
    throw invalidParameter('TopicArn or TargetArn Reason: no value for required parameter');
  }
  if (given.length > 1) throw invalidParameter('Only one of TopicArn, TargetArn and PhoneNumber can be given');
  if (topic !== undefined) throw notRun('topics: publish to a TargetArn or a PhoneNumber');
  const MessageId = randomUUID();
  if (phone === undefined) push(call, MessageId, target ?? '');
  else text(call, MessageId, phone);
  return { MessageId };
};

function text(call: Call, id: string, phone: string): void {
  const { query, cloud, directory } = call;
  // What AWS names in place of an ARN: a statement on all resources allows it, one on ARNs does not.
  call.authorize(phone);
  if (!isPhoneNumber(phone)) throw invalidParameter(`PhoneNumber Reason: ${phone} is not valid to publish to`);
  const attributes = messageAttributes(query);
  checkSmsAttributes(attributes);
  const message = messageOf(call, ['sms'], attributes);
  if (message.length > longestSms) {
    throw invalidParameter(`Message Reason: a text message can have ${longestSms} characters at most`);
  }
  // A carrier that reports an error tells that its subscriber has replied STOP.
  if (cloud.faults.strike('sns', 'Deliver', ['error'])) directory.optOut(phone);
  const headers = { 'AWS.SNS.SMS.SMSType': directory.smsAttributes['DefaultSMSType'] ?? 'Promotional', ...attributes };
  const succeeded = !directory.isOptedOut(phone);
  if (succeeded) cloud.outbox.send({ id, to: phone, channel: 'SMS', subject: '', text: message, html: '', headers });
  const { DeliveryStatusIAMRole: role, DeliveryStatusSuccessSamplingRate: rate = '0' } = directory.smsAttributes;
  call.status.note({
    group: 'DirectPublishToPhoneNumber',
    feedback: role === undefined ? {} : { successRole: role, failureRole: role, sampleRate: Number(rate) },
    messageId: id,
    succeeded,
    delivery: {
      destination: phone,
      smsType: headers['AWS.SNS.SMS.SMSType'],
      providerResponse: succeeded ? 'Message has been accepted by phone carrier' : 'Phone number is opted out',
    },
  });
}

function push(call: Call, id: string, arn: string): void {
  const { query, cloud, directory } = call;
  if (!/^arn:aws:sns:[^:]+:\d+:/.test(arn)) {
    throw invalidParameter('TargetArn Reason: An ARN must have at least 6 elements');
  }
  if (!arn.includes(':endpoint/')) throw notRun('topics: publish to the ARN of an endpoint or to a PhoneNumber');
  call.authorize(arn);
  const endpoint = directory.endpoint(arn);
  if (!endpoint) throw invalidParameter('TargetArn Reason: No endpoint found for the target arn specified');
  const application = directory.application(endpoint.application);
  if (!application?.enabled) {
    throw new AwsError('PlatformApplicationDisabled', 'Platform application is disabled');
  }
  if (!endpoint.enabled) throw new AwsError('EndpointDisabled', 'Endpoint is disabled');
  const headers = messageAttributes(query);
  const message = messageOf(call, [application.platform], headers);
  const subject = query.get('Subject') ?? '';
  if (subject.length >= longestSubject || /\p{Cc}/u.test(subject)) throw invalidParameter('Subject');
  // The notification service says that it doesn't know the device any more.
  const succeeded = !cloud.faults.strike('sns', 'Deliver', ['error']);
  if (succeeded) cloud.outbox.send({ id, to: arn, channel: 'PUSH', subject, text: message, html: '', headers });
  else directory.putEndpoint(arn, { ...endpoint, enabled: false });
  call.status.note({
    group: endpoint.application.slice(endpoint.application.indexOf(':app/') + 1),
    feedback: application.feedback ?? {},
    messageId: id,
    succeeded,
    delivery: {
      destination: arn,
      token: endpoint.token,
      attempts: 1,
      statusCode: succeeded ? 200 : 410,
      providerResponse: succeeded ? 'OK' : 'Unregistered',
    },
  });
}

/** What goes out by a protocol: the message, or the part of it that is for this protocol. */
function messageOf({ query }: Call, protocols: readonly string[], attributes: MessageAttributes): string {
  const message = query.get('Message') ?? '';
  if (!message) throw invalidParameter('Empty message');
  const ofAttributes = Object.entries(attributes).reduce(
    (sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value),
    0,
  );
  if (Buffer.byteLength(message) + ofAttributes > largestMessage) throw invalidParameter('Message too long');
  const structure = query.get('MessageStructure');
  if (structure === undefined) return message;
  if (structure !== 'json') throw invalidParameter(`MessageStructure Reason: ${structure} is not json`);
  const parts = parsed(message);
  const part = [...protocols, 'default'].map((name) => parts[name]).find((value) => typeof value === 'string');
  if (typeof part !== 'string') {
    throw invalidParameter('Message Structure - No default entry in JSON message body');
  }
  return part;
}

function parsed(message: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(message);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // As what is no object.
  }
  throw invalidParameter('Message Structure - JSON message body failed to parse');
}
