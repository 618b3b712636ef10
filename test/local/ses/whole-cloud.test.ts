import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { PutSuppressedDestinationCommand, SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startLocalCloud } from '../../../local/start.ts';
import type { LocalCloud } from '../../../local/start.ts';
import { writeAssembly } from '../assembly/fixture.ts';
import { defaultBus } from './account.ts';

const RESOURCES = {
  Set: { Type: 'AWS::SES::ConfigurationSet', Properties: { Name: 'mails' } },
  Identity: {
    Type: 'AWS::SES::EmailIdentity',
    Properties: {
      EmailIdentity: 'example.com',
      ConfigurationSetAttributes: { ConfigurationSetName: { Ref: 'Set' } },
    },
  },
  Events: {
    Type: 'AWS::SES::ConfigurationSetEventDestination',
    Properties: {
      ConfigurationSetName: { Ref: 'Set' },
      EventDestination: {
        Name: 'events',
        Enabled: true,
        MatchingEventTypes: ['bounce', 'complaint'],
        EventBridgeDestination: { EventBusArn: defaultBus },
      },
    },
  },
  Queue: { Type: 'AWS::SQS::Queue', Properties: { QueueName: 'feedback' } },
  Policy: {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      Queues: [{ Ref: 'Queue' }],
      PolicyDocument: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'events.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          },
        ],
      },
    },
  },
  Rule: {
    Type: 'AWS::Events::Rule',
    Properties: {
      EventPattern: { source: ['aws.ses'], 'detail-type': ['Email Bounced', 'Email Complaint Received'] },
      Targets: [{ Id: 'queue', Arn: { 'Fn::GetAtt': ['Queue', 'Arn'] } }],
    },
  },
};
const Outputs = {
  Queue: { Value: { Ref: 'Queue' } },
  Dkim: { Value: { 'Fn::GetAtt': ['Identity', 'DkimDNSTokenName1'] } },
};

const assembly = writeAssembly({ App: { template: { Resources: RESOURCES, Outputs } } });
const stateFolder = mkdtempSync(join(tmpdir(), 'local-cloud-'));
let local: LocalCloud;
const start = async () => {
  local = await startLocalCloud({ assembly, stateFolder, port: 0 });
  await local.markReady();
};

beforeAll(start);
afterAll(async () => {
  await local.stop();
  for (const folder of [assembly, stateFolder]) rmSync(folder, { recursive: true, force: true });
});

const settings = () => ({
  endpoint: local.url,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});
const send = (to: string, Text = 'Hello') =>
  new SESv2Client(settings()).send(
    new SendEmailCommand({
      FromEmailAddress: 'sender@example.com',
      Destination: { ToAddresses: [to] },
      Content: { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: Text } } } },
    }),
  );
const lever = async (name: string, body?: object) => {
  const response = await fetch(`${local.url}/_local/${name}`, {
    method: body ? 'POST' : 'GET',
    body: body && JSON.stringify(body),
  });
  return (await response.json()) as never;
};

it('brings a bounce by the default bus and a rule to a queue, and idle waits for it', async () => {
  const { MessageId: id } = await send('bounce+usr_1@simulator.amazonses.com');
  expect(await lever('idle', {})).toEqual({ idle: true });
  const receive = new ReceiveMessageCommand({ QueueUrl: local.outputs['App']?.['Queue'] });
  const { Messages: messages = [] } = await new SQSClient(settings()).send(receive);
  expect(messages.map(({ Body: body = '' }) => JSON.parse(body) as unknown)).toMatchObject([
    {
      source: 'aws.ses',
      'detail-type': 'Email Bounced',
      resources: ['arn:aws:ses:us-east-1:000000000000:configuration-set/mails'],
      detail: { eventType: 'Bounce', mail: { messageId: id } },
    },
  ]);
  expect(local.outputs['App']?.['Dkim']).toMatch(/^\w{32}\._domainkey\.example\.com$/);
});

it('takes a mail of more than the six megabytes that other services take', async () => {
  await send('large@example.org', 'x'.repeat(8 * 1024 ** 2));
  expect(await lever('outbox?to=large@example.org&channel=EMAIL')).toHaveLength(1);
});

it('shows text messages in the outbox, and lets the lever plan faults of both services', async () => {
  const publish = new PublishCommand({ PhoneNumber: '+15555550100', Message: 'Hello' });
  await new SNSClient(settings()).send(publish);
  expect(await lever('outbox?channel=SMS')).toMatchObject([{ to: '+15555550100', text: 'Hello' }]);
  for (const service of ['ses', 'sns']) {
    expect(await lever('faults', { service, operation: 'Deliver', kind: 'error' })).toContainEqual(
      expect.objectContaining({ service, operation: 'Deliver', struck: 0 }),
    );
  }
  expect(await lever('faults', { service: 'ses', operation: 'Deliver', kind: 'reorder' })).toMatchObject({
    message: 'kind is "reorder", but must be one of throttle, error, crashAfterCommit.',
  });
});

it('is as when it became ready after a reset, also after a restart', async () => {
  const suppress = new PutSuppressedDestinationCommand({ EmailAddress: 'gone@example.org', Reason: 'BOUNCE' });
  await new SESv2Client(settings()).send(suppress);
  await send('gone@example.org');
  expect(await lever('outbox?to=gone@example.org')).toEqual([]);
  await local.stop();
  await start();
  await send('gone@example.org');
  expect(await lever('outbox?to=gone@example.org')).toEqual([]);
  expect(await lever('reset', {})).toEqual({ reset: true });
  expect(await lever('outbox')).toEqual([]);
  await send('gone@example.org');
  expect(await lever('outbox?to=gone@example.org')).toHaveLength(1);
});
