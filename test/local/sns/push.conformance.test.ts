import { DeleteEndpointCommand } from '@aws-sdk/client-sns';
import { expect } from 'vitest';
import { refusal } from '../s3/bucket.ts';
import { documented } from '../support/documented.ts';
import { appArn, snsWith, stringAttributes } from './account.ts';

const guide = 'sns/latest/dg/';
const endpoints = `${guide}mobile-platform-endpoint.html`;
const errors = `${guide}mobile-push-api-error.html`;
const publishing = 'sns/latest/api/API_Publish.html';

documented(
  publishing,
  'To use the Publish action for publishing a message to a mobile endpoint, such as an app on a Kindle device or mobile phone, you must specify the EndpointArn for the TargetArn parameter.',
  async () => {
    const { cloud, device, publish } = await snsWith();
    const arn = await device();
    expect(arn).toMatch(/^arn:aws:sns:us-east-1:000000000000:endpoint\/GCM\/kalpla\/[\da-f-]{36}$/);
    const id = await publish({ TargetArn: arn, Subject: 'News', Message: 'A lesson' });
    expect(cloud.outbox.list({ to: arn, channel: 'PUSH' })).toMatchObject([
      { id, to: arn, channel: 'PUSH', subject: 'News', text: 'A lesson', html: '' },
    ]);
  },
);

documented(
  `${guide}sns-send-custom-platform-specific-payloads-mobile-devices.html`,
  'The default message will only be used if a message is not present for one of the notification platforms.',
  async () => {
    const { cloud, device, publish } = await snsWith();
    const TargetArn = await device();
    const GCM = JSON.stringify({ notification: { title: 'x' } });
    const send = (message: unknown) =>
      publish({ TargetArn, MessageStructure: 'json', Message: JSON.stringify(message) });
    await send({ default: 'plain', GCM, APNS: '{}' });
    await send({ default: 'plain', APNS: '{}' });
    await send({ GCM });
    // "Non-string values will cause the key to be ignored."
    await send({ default: 'plain', GCM: { notification: {} } });
    expect(cloud.outbox.list().map(({ text }) => text)).toEqual([GCM, 'plain', GCM, 'plain']);
  },
);

documented(
  publishing,
  'contain at least a top-level JSON key of "default" with a value that is a string.',
  async () => {
    const { device, publish } = await snsWith();
    const TargetArn = await device();
    for (const Message of ['{}', '{"APNS":"x"}', '{"default":1}']) {
      expect(await refusal(publish({ TargetArn, MessageStructure: 'json', Message }))).toMatchObject({
        name: 'InvalidParameterException',
        message: 'Invalid parameter: Message Structure - No default entry in JSON message body',
      });
    }
  },
);

documented(publishing, 'be a syntactically valid JSON object; and', async () => {
  const { device, publish } = await snsWith();
  const TargetArn = await device();
  for (const Message of ['{', '[]', '"x"', 'null']) {
    expect((await refusal(publish({ TargetArn, MessageStructure: 'json', Message }))).message).toBe(
      'Invalid parameter: Message Structure - JSON message body failed to parse',
    );
  }
  const call = publish({ TargetArn, MessageStructure: 'xml' });
  expect((await refusal(call)).name).toBe('InvalidParameterException');
});

documented(
  publishing,
  'By default, a message can be at most 256 KiB in size (262,144 bytes, not 262,144 characters).',
  async () => {
    const { device, publish } = await snsWith();
    const TargetArn = await device();
    await publish({ TargetArn, Message: 'ä'.repeat(131_072) });
    expect((await refusal(publish({ TargetArn, Message: 'ä'.repeat(131_073) }))).message).toContain('Message too long');
    const with100 = stringAttributes({ name: 'x'.repeat(96) });
    const together = publish({ TargetArn, Message: 'x'.repeat(262_045), MessageAttributes: with100 });
    expect((await refusal(together)).message).toContain('Message too long');
    await publish({ TargetArn, Message: 'x'.repeat(262_044), MessageAttributes: with100 });
  },
);

documented(
  publishing,
  'Subjects must be UTF-8 text with no line breaks or control characters, and less than 100 characters long.',
  async () => {
    const { device, publish } = await snsWith();
    const TargetArn = await device();
    await publish({ TargetArn, Subject: 'ä'.repeat(99) });
    for (const Subject of ['x'.repeat(100), 'two\nlines']) {
      expect((await refusal(publish({ TargetArn, Subject }))).message).toBe('Invalid parameter: Subject');
    }
  },
);

documented(
  publishing,
  "If you don't specify a value for the PhoneNumber parameter, you must specify a value for the TargetArn or TopicArn parameters.",
  async () => {
    const { publish } = await snsWith();
    expect((await refusal(publish({}))).message).toBe(
      'Invalid parameter: TopicArn or TargetArn Reason: no value for required parameter',
    );
    expect((await refusal(publish({ Message: '', PhoneNumber: '+15555550100' }))).message).toBe(
      'Invalid parameter: Empty message',
    );
  },
);

documented(
  endpoints,
  'If the platform endpoint already exists, then do not create it again. Return to the caller the ARN of the existing platform endpoint.',
  async () => {
    const { application, register } = await snsWith();
    await application();
    const arn = await register({ CustomUserData: 'usr_1' });
    expect(await register({ CustomUserData: 'usr_1' })).toBe(arn);
    expect(await register({ Token: 'device-2', CustomUserData: 'usr_1' })).not.toBe(arn);
  },
);

documented(
  endpoints,
  'If the platform endpoint with the same device token but different settings already exists, then do not create it again. Throw an exception to the caller.',
  async () => {
    const { application, register } = await snsWith();
    await application();
    const arn = await register({ CustomUserData: 'usr_1' });
    expect(await refusal(register({ CustomUserData: 'usr_2' }))).toEqual({
      name: 'InvalidParameterException',
      status: 400,
      message: `Invalid parameter: Token Reason: Endpoint ${arn} already exists with the same Token, but different attributes.`,
    });
  },
);

documented(
  endpoints,
  'In this case, the create platform endpoint action succeeds but does not enable the platform endpoint, so you must double-check the state of the platform endpoint before returning success.',
  async () => {
    const { device, register, set, attributes, publish } = await snsWith();
    const arn = await device();
    await set(arn, { Enabled: 'false' });
    expect(await register()).toBe(arn);
    expect(await attributes(arn)).toEqual({ Enabled: 'false', Token: 'device-1' });
    expect((await refusal(publish({ TargetArn: arn }))).name).toBe('EndpointDisabledException');
    await set(arn, { Enabled: 'true', Token: 'device-1b', CustomUserData: '<usr_1> & co' });
    expect(await attributes(arn)).toEqual({ Enabled: 'true', Token: 'device-1b', CustomUserData: '<usr_1> & co' });
    await expect(publish({ TargetArn: arn })).resolves.toBeTruthy();
  },
);

documented(endpoints, 'while getting the attributes a not-found exception is thrown', async () => {
  const { client, device, attributes, publish, set, cloud } = await snsWith();
  const arn = await device();
  await client.send(new DeleteEndpointCommand({ EndpointArn: arn }));
  await client.send(new DeleteEndpointCommand({ EndpointArn: arn }));
  const gone = { name: 'NotFoundException', status: 404, message: 'Endpoint does not exist' };
  expect(await refusal(attributes(arn))).toEqual(gone);
  expect(await refusal(set(arn, { Enabled: 'true' }))).toEqual(gone);
  expect((await refusal(publish({ TargetArn: arn }))).message).toBe(
    'Invalid parameter: TargetArn Reason: No endpoint found for the target arn specified',
  );
  expect(cloud.outbox.list()).toEqual([]);
});

documented(
  'sns/latest/api/API_SetEndpointAttributes.html',
  'Amazon SNS will set this to false when a notification service indicates to Amazon SNS that the endpoint is invalid. Users can set it back to true, typically after updating Token.',
  async () => {
    const { cloud, device, publish, attributes } = await snsWith();
    const arn = await device();
    cloud.faults.plan({ service: 'sns', operation: 'Deliver', kind: 'error', count: 1 });
    await expect(publish({ TargetArn: arn })).resolves.toBeTruthy();
    expect(cloud.outbox.list()).toEqual([]);
    expect(await attributes(arn)).toMatchObject({ Enabled: 'false' });
    expect(await refusal(publish({ TargetArn: arn }))).toEqual({
      name: 'EndpointDisabledException',
      status: 400,
      message: 'Endpoint is disabled',
    });
  },
);

documented(
  'sns/latest/api/API_GetEndpointAttributes.html',
  'The device token for the iOS platform is returned in lowercase.',
  async () => {
    const { application, register, attributes } = await snsWith();
    const credentials = { PlatformPrincipal: 'certificate', PlatformCredential: 'key' };
    const PlatformApplicationArn = await application('APNS', credentials);
    const arn = await register({ PlatformApplicationArn, Token: 'ABCDEF01' });
    expect(await attributes(arn)).toMatchObject({ Token: 'abcdef01' });
    expect((await refusal(register({ PlatformApplicationArn, Token: 'no hex' }))).message).toContain('hexadecimal');
  },
);

documented(errors, 'The customer user data cannot be more than 2048 bytes long in UTF-8 encoding.', async () => {
  const { device, register, set } = await snsWith();
  const arn = await device();
  await register({ Token: 'device-2', CustomUserData: 'ä'.repeat(1024) });
  const tooLong = 'ä'.repeat(1025);
  for (const call of [
    () => register({ Token: 'device-3', CustomUserData: tooLong }),
    () => set(arn, { CustomUserData: tooLong }),
  ]) {
    expect((await refusal(call())).message).toContain('at most 2048 bytes long in UTF-8 encoding');
  }
});

documented(errors, 'An invalid or out-of-range value was supplied for the platform name.', async () => {
  const { application } = await snsWith();
  expect(await application()).toBe(appArn);
  expect((await refusal(application('SMOKE'))).name).toBe('InvalidParameterException');
  for (const [platform, attributes] of [
    ['GCM', {}],
    ['APNS', { PlatformCredential: 'key' }],
    ['GCM', { PlatformCredential: 'other' }],
    ['GCM', { PlatformCredential: 'key', EventDeliveryFailure: 'arn' }],
  ] as const) {
    expect((await refusal(application(platform, attributes))).name).toBe('InvalidParameterException');
  }
});

documented(publishing, 'Exception error indicating platform application disabled.', async () => {
  const { application, register, publish } = await snsWith();
  await application('GCM', { PlatformCredential: 'key', Enabled: 'false' });
  const call = publish({ TargetArn: await register() });
  expect((await refusal(call)).name).toBe('PlatformApplicationDisabledException');
});
