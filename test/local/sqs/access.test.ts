import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { SentMessage } from '../../../local/event-source/ports.ts';
import { Iam } from '../../../local/iam/iam.ts';
import { physicalName } from '../../../local/iam/physical-name.ts';
import { declared, policyDocument, roleWith } from '../iam/account.ts';
import type { StatementSource } from '../iam/account.ts';
import { newCloud } from '../support/cloud.ts';
import { queueArn, sqsWith, startSqs } from './account.ts';

describe('who may send', () => {
  const roleArn = `arn:aws:iam::000000000000:role/${physicalName(declared('AWS::IAM::Role', 'Role', {}), 64)}`;
  const allow = (more: StatementSource = {}): StatementSource => ({
    Effect: 'Allow',
    Action: 'sqs:SendMessage',
    Resource: queueArn('q'),
    ...more,
  });
  const ruleArn = 'arn:aws:events:us-east-1:000000000000:rule/own';
  const fromRule = { ArnEquals: { 'aws:SourceArn': ruleArn } };
  const events = { Service: 'events.amazonaws.com' };
  const secure = {
    Effect: 'Deny',
    Action: 'sqs:*',
    Resource: '*',
    Principal: '*',
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };

  const sending = (queuePolicy: StatementSource[], ownPolicy?: StatementSource[]) => {
    const cloud = newCloud();
    const iam = new Iam(cloud);
    const { sqs } = startSqs(cloud, iam, { q: {} });
    const document = policyDocument(...queuePolicy);
    sqs.resourceTypes['AWS::SQS::QueuePolicy'](
      declared('AWS::SQS::QueuePolicy', 'Policy', { Queues: ['http://x/000000000000/q'], PolicyDocument: document }),
    );
    const message: SentMessage = { body: 'x' };
    return () =>
      ownPolicy
        ? sqs.send({ principal: roleWith(iam, ...ownPolicy) }, queueArn('q'), message)
        : sqs.send({ service: 'events.amazonaws.com', sourceArn: ruleArn }, queueArn('q'), message);
  };

  it.each<[string, StatementSource[], StatementSource[]?]>([
    ['a role by its own policy', [], [allow()]],
    ['a role by the queue’s policy', [allow({ Principal: { AWS: roleArn } }), secure], []],
    ['anybody, where the queue says so', [allow({ Principal: '*' })], []],
    ['a service for a resource', [allow({ Principal: events, Condition: fromRule }), secure]],
  ])('%s', (_, queuePolicy, ownPolicy) => {
    expect(sending(queuePolicy, ownPolicy)).not.toThrow();
  });

  it.each<[string, StatementSource[], StatementSource[] | undefined, RegExp]>([
    [
      'a role without permission',
      [],
      [],
      /^User: arn:aws:sts::\S+ is not authorized to perform: sqs:sendmessage on resource: \S+ because no identity-based policy/,
    ],
    [
      'a role that the queue denies',
      [allow({ Effect: 'Deny', Principal: '*' })],
      [allow()],
      /explicit deny in a resource-based/,
    ],
    [
      'a role that its policy denies',
      [allow({ Principal: '*' })],
      [allow({ Effect: 'Deny' })],
      /explicit deny in an identity-based/,
    ],
    ['the account alone', [allow({ Principal: { AWS: '000000000000' } })], [], /no identity-based policy/],
    [
      'a service without permission',
      [],
      undefined,
      /^User: events.amazonaws.com is not authorized .* no resource-based policy/,
    ],
    [
      'a service for another resource',
      [
        allow({
          Principal: events,
          Condition: { ArnEquals: { 'aws:SourceArn': 'arn:aws:events:us-east-1:000000000000:rule/other' } },
        }),
      ],
      undefined,
      /no resource-based/,
    ],
    [
      'a service for another action',
      [allow({ Principal: events, Action: 'sqs:GetQueueUrl' })],
      undefined,
      /no resource-based/,
    ],
  ])('not %s', (_, queuePolicy, ownPolicy, message) => {
    expect(sending(queuePolicy, ownPolicy)).toThrow(
      expect.objectContaining({ code: 'AccessDenied', message: expect.stringMatching(message) }),
    );
  });

  it('is checked at the port too', async () => {
    const { iam, clientOf, queues } = await sqsWith({ q: {} });
    const client = clientOf(roleWith(iam));
    await expect(
      client.send(new SendMessageCommand({ QueueUrl: queues[0]!.url, MessageBody: 'x' })),
    ).rejects.toMatchObject({
      name: 'AccessDenied',
      $metadata: { httpStatusCode: 403 },
    });
  });
});
