import { CheckIfPhoneNumberIsOptedOutCommand, OptInPhoneNumberCommand } from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import { allow, refusal } from '../s3/bucket.ts';
import { documented } from '../support/documented.ts';
import { phone, snsWith, stringAttributes } from './account.ts';

const guide = 'sns/latest/dg/';
const toPhone = `${guide}sms_publish-to-phone.html`;
const manage = `${guide}sms_manage.html`;
const publishing = 'sns/latest/api/API_Publish.html';

/** With a phone number whose holder has replied STOP. */
async function optedOut() {
  const started = await snsWith();
  const { client, cloud, publish } = started;
  const stop = async () => {
    cloud.faults.plan({ service: 'sns', operation: 'Deliver', kind: 'error', count: 1 });
    await publish({ PhoneNumber: phone });
  };
  await stop();
  return {
    ...started,
    stop,
    isOptedOut: async (phoneNumber = phone) =>
      (await client.send(new CheckIfPhoneNumberIsOptedOutCommand({ phoneNumber }))).isOptedOut,
    optIn: () => client.send(new OptInPhoneNumberCommand({ phoneNumber: phone })),
  };
}

documented(
  toPhone,
  'You can use Amazon SNS to send SMS messages directly to a mobile phone without subscribing the phone number to an Amazon SNS topic.',
  async () => {
    const { cloud, publish } = await snsWith();
    const id = await publish({ PhoneNumber: phone, Message: 'Größe: 5 € <now> & "then"' });
    expect(cloud.outbox.list()).toEqual([
      {
        id,
        to: phone,
        channel: 'SMS',
        subject: '',
        text: 'Größe: 5 € <now> & "then"',
        html: '',
        headers: { 'AWS.SNS.SMS.SMSType': 'Promotional' },
        at: new Date(cloud.clock.time).toISOString(),
      },
    ]);
  },
);

documented(
  toPhone,
  'Phone numbers that follow this format can have a maximum of 15 digits along with the prefix of a plus sign (+) and the country code.',
  async () => {
    const { cloud, publish } = await snsWith();
    await publish({ PhoneNumber: '+123456789012345' });
    for (const number of ['+1234567890123456', '15555550100', '+05555550100', '+1 555 555 0100', '+1XXX5550100', '']) {
      expect(await refusal(publish({ PhoneNumber: number }))).toEqual({
        name: 'InvalidParameterException',
        status: 400,
        message: `Invalid parameter: PhoneNumber Reason: ${number} is not valid to publish to`,
      });
    }
    expect(cloud.outbox.list()).toHaveLength(1);
  },
);

documented(publishing, 'The total size limit for a single SMS Publish action is 1,600 characters.', async () => {
  const { publish } = await snsWith();
  await publish({ PhoneNumber: phone, Message: 'x'.repeat(1600) });
  const tooLong = publish({ PhoneNumber: phone, Message: 'x'.repeat(1601) });
  expect((await refusal(tooLong)).name).toBe('InvalidParameterException');
});

documented(
  toPhone,
  'A custom ID that contains 3–11 alphanumeric characters or hyphen (-) characters, including at least one letter and no spaces.',
  async () => {
    const { cloud, publish } = await snsWith();
    const from = (sender: string) =>
      publish({ PhoneNumber: phone, MessageAttributes: stringAttributes({ 'AWS.SNS.SMS.SenderID': sender }) });
    for (const sender of ['Kal', 'Kalpla-News', '1-a']) await from(sender);
    expect(cloud.outbox.list()[0]?.headers).toMatchObject({ 'AWS.SNS.SMS.SenderID': 'Kal' });
    for (const sender of ['Ka', 'Kalpla-News1', '123', 'Kal pla', 'Käl']) {
      expect((await refusal(from(sender))).message).toContain('AWS.SNS.SMS.SenderID');
    }
  },
);

documented(toPhone, 'Promotional (default) – Non-critical messages, such as marketing messages.', async () => {
  const { cloud, publish } = await snsWith();
  const typed = (type: string) =>
    publish({ PhoneNumber: phone, MessageAttributes: stringAttributes({ 'AWS.SNS.SMS.SMSType': type }) });
  await publish({ PhoneNumber: phone });
  await typed('Transactional');
  expect(cloud.outbox.list().map(({ headers }) => headers['AWS.SNS.SMS.SMSType'])).toEqual([
    ...['Promotional', 'Transactional'],
  ]);
  expect((await refusal(typed('Urgent'))).name).toBe('InvalidParameterException');
});

documented(
  toPhone,
  'A custom string of 5–14 numbers, which can include an optional leading plus sign (+).',
  async () => {
    const { publish } = await snsWith();
    const from = (number: string) =>
      publish({ PhoneNumber: phone, MessageAttributes: stringAttributes({ 'AWS.MM.SMS.OriginationNumber': number }) });
    for (const number of ['12345', '+12345678901234']) await from(number);
    for (const number of ['1234', '123456789012345', 'Kalpla']) {
      expect((await refusal(from(number))).message).toContain('AWS.MM.SMS.OriginationNumber');
    }
  },
);

documented(
  manage,
  'After opting out, the recipient will no longer receive SMS messages delivered from your AWS account unless you opt in the phone number.',
  async () => {
    const { cloud, publish, isOptedOut, optIn } = await optedOut();
    expect(await isOptedOut()).toBe(true);
    expect(await isOptedOut('+15555550199')).toBe(false);
    await expect(publish({ PhoneNumber: phone })).resolves.toBeTruthy();
    expect(cloud.outbox.list()).toEqual([]);
    await optIn();
    expect(await isOptedOut()).toBe(false);
    await publish({ PhoneNumber: phone });
    expect(cloud.outbox.list()).toHaveLength(1);
  },
);

documented(manage, 'You can opt in a phone number only once every 30 days.', async () => {
  const { cloud, optIn, stop, isOptedOut } = await optedOut();
  await optIn();
  await stop();
  cloud.clock.pass(29 * 86_400_000);
  expect((await refusal(optIn())).message).toContain('only once every 30 days');
  cloud.clock.pass(86_400_000);
  await optIn();
  expect(await isOptedOut()).toBe(false);
});

documented(
  'sns/latest/api/API_CheckIfPhoneNumberIsOptedOut.html',
  'The phone number for which you want to check the opt out status.',
  async () => {
    const { isOptedOut } = await optedOut();
    expect(await refusal(isOptedOut('555'))).toMatchObject({
      name: 'InvalidParameterException',
      message: 'Invalid parameter: PhoneNumber Reason: input incorrectly formatted',
    });
  },
);

documented(publishing, 'Indicates that the user has been denied access to the requested resource.', async () => {
  const { cloud, as, publish } = await snsWith();
  await publish({ PhoneNumber: phone }, as(allow('sns:Publish', '*')));
  // The policy that lets a role write text messages, and nothing else.
  await publish(
    { PhoneNumber: phone },
    as({ Effect: 'Allow', Action: 'sns:Publish', NotResource: 'arn:aws:sns:*:*:*' }),
  );
  for (const role of [as(allow('sns:Publish', 'arn:aws:sns:*:*:*')), as()]) {
    expect(await refusal(publish({ PhoneNumber: phone }, role))).toEqual({
      name: 'AuthorizationErrorException',
      status: 403,
      message: expect.stringMatching(
        /^User: arn:aws:sts::.* is not authorized to perform: SNS:Publish on resource: \+15555550100 because no identity-based policy allows the SNS:Publish action$/,
      ),
    });
  }
  expect(cloud.outbox.list()).toHaveLength(2);
});
