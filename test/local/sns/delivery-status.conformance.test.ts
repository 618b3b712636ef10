import {
  CreatePlatformApplicationCommand,
  GetSMSAttributesCommand,
  SetPlatformApplicationAttributesCommand,
  SetSMSAttributesCommand,
} from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import { declared, policyDocument, trust } from '../iam/account.ts';
import { refusal } from '../s3/bucket.ts';
import { documented } from '../support/documented.ts';
import { appArn, phone, snsWith } from './account.ts';

const guide = 'sns/latest/dg/';
const ofSms = `${guide}sms_stats_cloudwatch.html`;
const ofPush = `${guide}sns-msg-status.html`;

interface Line {
  readonly notification: { readonly messageId: string; readonly timestamp: string };
  readonly delivery: Readonly<Record<string, unknown>>;
  readonly status: string;
}

/** With a role that SNS may write its logs by, and what it has written. */
async function logging(service = 'sns.amazonaws.com', action = 'logs:PutLogEvents') {
  const started = await snsWith();
  const statement = { Effect: 'Allow', Action: ['logs:CreateLogStream', action], Resource: '*' };
  const role = started.iam.resourceTypes['AWS::IAM::Role'](
    declared('AWS::IAM::Role', 'Status', {
      AssumeRolePolicyDocument: trust(service),
      Policies: [{ PolicyName: 'own', PolicyDocument: policyDocument(statement) }],
    }),
  );
  const lines: { readonly group: string; readonly line: Line }[] = [];
  started.cloud.log.listen((group, _stream, line) => lines.push({ group, line: JSON.parse(line) as Line }));
  const RoleArn = role.attributes?.['Arn'] ?? '';
  return {
    ...started,
    lines,
    RoleArn,
    logTexts: (rate = '100') =>
      started.client.send(
        new SetSMSAttributesCommand({
          attributes: { DeliveryStatusIAMRole: RoleArn, DeliveryStatusSuccessSamplingRate: rate },
        }),
      ),
    logPushes: (rate = '100') =>
      started.client.send(
        new SetPlatformApplicationAttributesCommand({
          PlatformApplicationArn: appArn,
          Attributes: {
            SuccessFeedbackRoleArn: RoleArn,
            FailureFeedbackRoleArn: RoleArn,
            SuccessFeedbackSampleRate: rate,
          },
        }),
      ),
    fail: () => {
      started.cloud.faults.plan({ service: 'sns', operation: 'Deliver', kind: 'error', count: 1 });
    },
  };
}

documented(
  ofSms,
  'For each SMS message that you send, Amazon SNS writes a log that includes the message price, the success or failure status, the reason for failure (if the message failed), the message dwell time, and other information.',
  async () => {
    const { publish, logTexts, lines, cloud } = await logging();
    await publish({ PhoneNumber: phone });
    expect(lines).toEqual([]);
    await logTexts();
    const id = await publish({ PhoneNumber: phone });
    const timestamp = new Date(cloud.clock.time).toISOString().replace('T', ' ').slice(0, -1);
    expect(lines).toMatchObject([
      {
        group: 'sns/us-east-1/000000000000/DirectPublishToPhoneNumber',
        line: {
          notification: { messageId: id, timestamp },
          delivery: { destination: phone, providerResponse: 'Message has been accepted by phone carrier' },
          status: 'SUCCESS',
        },
      },
    ]);
  },
);

documented(ofSms, 'Phone number is opted out', async () => {
  const { publish, logTexts, lines, fail, cloud } = await logging();
  await logTexts('0');
  await publish({ PhoneNumber: phone });
  fail();
  const id = await publish({ PhoneNumber: phone });
  expect(lines).toMatchObject([
    {
      group: 'sns/us-east-1/000000000000/DirectPublishToPhoneNumber/Failure',
      line: { notification: { messageId: id }, status: 'FAILURE', delivery: { destination: phone } },
    },
  ]);
  expect(lines[0]?.line.delivery['providerResponse']).toBe('Phone number is opted out');
  expect(cloud.outbox.list()).toHaveLength(1);
});

documented(
  ofPush,
  'After you configure application attributes, log entries will be sent to CloudWatch Logs for messages sent from Amazon SNS to mobile endpoints.',
  async () => {
    const { device, publish, logPushes, lines } = await logging();
    const TargetArn = await device();
    await publish({ TargetArn });
    expect(lines).toEqual([]);
    await logPushes();
    const id = await publish({ TargetArn });
    expect(lines).toMatchObject([
      {
        group: 'sns/us-east-1/000000000000/app/GCM/kalpla',
        line: { notification: { messageId: id }, delivery: { destination: TargetArn }, status: 'SUCCESS' },
      },
    ]);
  },
);

documented(
  ofPush,
  'After you configure application attributes for message delivery status, all failed message deliveries generate CloudWatch Logs.',
  async () => {
    const { device, publish, logPushes, lines, fail } = await logging();
    const TargetArn = await device();
    await logPushes('0');
    await publish({ TargetArn });
    fail();
    await publish({ TargetArn });
    expect(lines.map(({ group, line }) => [group, line.status])).toEqual([
      ['sns/us-east-1/000000000000/app/GCM/kalpla/Failure', 'FAILURE'],
    ]);
  },
);

documented(
  'sns/latest/api/API_SetSMSAttributes.html',
  'The ARN of the IAM role that allows Amazon SNS to write logs about SMS deliveries in CloudWatch Logs.',
  async () => {
    const { publish, logTexts, lines } = await logging('sns.amazonaws.com', 'logs:DescribeLogStreams');
    await logTexts();
    await publish({ PhoneNumber: phone });
    expect(lines, 'a role that may not write').toEqual([]);
  },
);

documented(
  'sns/latest/api/API_GetSMSAttributes.html',
  'A list of the individual attribute names, such as MonthlySpendLimit, for which you want values.',
  async () => {
    const { client, logTexts, RoleArn } = await logging();
    await logTexts('30');
    const all = await client.send(new GetSMSAttributesCommand({}));
    expect(all.attributes).toEqual({ DeliveryStatusIAMRole: RoleArn, DeliveryStatusSuccessSamplingRate: '30' });
    const some = await client.send(new GetSMSAttributesCommand({ attributes: ['DeliveryStatusIAMRole'] }));
    expect(some.attributes).toEqual({ DeliveryStatusIAMRole: RoleArn });
    const set = (attributes: Record<string, string>) =>
      refusal(client.send(new SetSMSAttributesCommand({ attributes })));
    const wrong: Record<string, string>[] = [
      { DeliveryStatusSuccessSamplingRate: '101' },
      { DefaultSMSType: 'Any' },
      { DeliveryStatusIAMRole: 'role' },
      { NoSuch: 'x' },
    ];
    for (const attributes of wrong) {
      expect((await set(attributes)).name).toBe('InvalidParameterException');
    }
  },
);

documented(
  'sns/latest/api/API_SetPlatformApplicationAttributes.html',
  'Sets the attributes of the platform application object for the supported push notification services, such as APNS and GCM (Firebase Cloud Messaging).',
  async () => {
    const { application, client, device, publish, cloud } = await logging();
    const set = (PlatformApplicationArn: string, Attributes: Record<string, string>) =>
      client.send(new SetPlatformApplicationAttributesCommand({ PlatformApplicationArn, Attributes }));
    const TargetArn = await device();
    await set(appArn, { Enabled: 'false' });
    expect((await refusal(publish({ TargetArn }))).name).toBe('PlatformApplicationDisabledException');
    await set(appArn, { Enabled: 'true' });
    await publish({ TargetArn });
    expect(cloud.outbox.list()).toHaveLength(1);
    // What is set does not make it another application.
    expect(await application()).toBe(appArn);
    expect((await refusal(set(`${appArn}-none`, { Enabled: 'true' }))).name).toBe('NotFoundException');
    const rate = { SuccessFeedbackSampleRate: 'all' };
    expect((await refusal(set(appArn, rate))).name).toBe('InvalidParameterException');
    const create = new CreatePlatformApplicationCommand({
      Name: 'other',
      Platform: 'GCM',
      Attributes: { PlatformCredential: 'key', SuccessFeedbackSampleRate: '100' },
    });
    expect((await client.send(create)).PlatformApplicationArn).toContain('app/GCM/other');
  },
);
