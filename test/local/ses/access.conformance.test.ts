import {
  GetConfigurationSetCommand,
  GetEmailIdentityCommand,
  PutSuppressedDestinationCommand,
} from '@aws-sdk/client-sesv2';
import { expect } from 'vitest';
import { allow, refusal } from '../s3/bucket.ts';
import { documented } from '../support/documented.ts';
import { identityArn, sesWith, setArn } from './account.ts';

const access = 'ses/latest/dg/control-user-access.html';
const anywhere = (Condition: object) => allow('ses:SendEmail', '*', { Condition });
const denied = { name: 'AccessDeniedException', status: 403 };

documented(
  access,
  'To restrict the identities that a user is allowed to send from, set Resource to the ARNs of the identities that you are permitting the user to use.',
  async () => {
    const { cloud, as, send } = await sesWith({ identities: ['example.com', 'other.example', 'news@example.com'] });
    const role = as(allow('ses:SendEmail', identityArn('example.com')));
    await send({}, role);
    for (const [from, identity] of [
      ['sender@other.example', 'other.example'],
      // The most granular identity is the one that is used.
      ['news@example.com', 'news@example.com'],
      ['sender@unverified.example', 'sender@unverified.example'],
    ] as const) {
      expect(await refusal(send({ FromEmailAddress: from }, role))).toEqual({
        ...denied,
        message: expect.stringMatching(
          new RegExp(
            `^User \`arn:aws:sts::000000000000:assumed-role/.*' is not authorized to perform \`ses:SendEmail' on resource \`${identityArn(identity)}'$`,
          ),
        ),
      });
    }
    expect(cloud.outbox.list()).toHaveLength(1);
    expect(cloud.terminal.join('\n')).toMatch(
      /not authorized to perform: ses:SendEmail on resource: .*identity\/other.example because no identity-based policy .* \(role Stack-Role-/,
    );
  },
);

documented(
  'ses/latest/APIReference-V2/API_SendEmail.html',
  'The name of the configuration set to use when sending the email.',
  async () => {
    const { as, send } = await sesWith();
    const mail = { ConfigurationSetName: 'set' };
    const { name, message } = await refusal(send(mail, as(allow('ses:SendEmail', identityArn('example.com')))));
    expect([name, message]).toEqual([denied.name, expect.stringContaining(`on resource \`${setArn('set')}'`)]);
    await send(mail, as(allow('ses:SendEmail', [identityArn('example.com'), setArn('set')])));
  },
);

documented(access, 'Restricts the recipient addresses, which include the To:, "CC", and "BCC" addresses.', async () => {
  const { as, send } = await sesWith();
  const role = as(anywhere({ 'ForAllValues:StringLike': { 'ses:Recipients': ['*@example.org'] } }));
  await send({ Destination: { ToAddresses: ['a@example.org'], BccAddresses: ['b@example.org'] } }, role);
  for (const member of ['ToAddresses', 'CcAddresses', 'BccAddresses']) {
    const mail = { Destination: { [member]: ['a@example.org', 'b@elsewhere.example'] } };
    expect(await refusal(send(mail, role))).toMatchObject(denied);
  }
});

documented(access, 'Restricts the "From" address.', async () => {
  const { as, send } = await sesWith();
  const role = as(anywhere({ StringEquals: { 'ses:FromAddress': 'sender@example.com' } }));
  await send({ FromEmailAddress: 'Sender <sender@example.com>' }, role);
  expect(await refusal(send({ FromEmailAddress: 'other@example.com' }, role))).toMatchObject(denied);
});

documented(access, 'Restricts the "From" address that is used as the display name.', async () => {
  const { as, send } = await sesWith();
  const role = as(anywhere({ StringLike: { 'ses:FromDisplayName': 'Marketing*' } }));
  await send({ FromEmailAddress: '"Marketing News" <sender@example.com>' }, role);
  expect(await refusal(send({ FromEmailAddress: 'Sales <sender@example.com>' }, role))).toMatchObject(denied);
  expect(await refusal(send({}, role))).toMatchObject(denied);
});

documented(
  access,
  'Restricts the "Return-Path" address, which is the address where bounces and complaints can be sent to you by email feedback forwarding.',
  async () => {
    const { as, send } = await sesWith();
    const role = as(anywhere({ StringEquals: { 'ses:FeedbackAddress': 'feedback@example.com' } }));
    await send({ FeedbackForwardingEmailAddress: 'feedback@example.com' }, role);
    expect(await refusal(send({ FeedbackForwardingEmailAddress: 'x@example.com' }, role))).toMatchObject(denied);
  },
);

documented(
  access,
  'By using the ses:ApiVersion key in conditions, you can restrict access to SES based on the version of the SES API.',
  async () => {
    const { as, client, send } = await sesWith();
    const version = (number: string) => ({ Condition: { StringEquals: { 'ses:ApiVersion': number } } });
    await send({}, as(allow('ses:*', '*', version('2'))));
    expect(await refusal(send({}, as(allow('ses:*', '*', version('1')))))).toMatchObject(denied);
    await send({}, client);
  },
);

documented(
  access,
  'you can create an IAM policy that allows users in your organization to send email, but not perform administrative actions such as checking sending statistics',
  async () => {
    const { as } = await sesWith();
    const role = as(allow('ses:SendEmail', '*'));
    for (const [call, action, resource] of [
      [
        () => role.send(new PutSuppressedDestinationCommand({ EmailAddress: 'a@example.org', Reason: 'BOUNCE' })),
        'PutSuppressedDestination',
        '*',
      ],
      [
        () => role.send(new GetEmailIdentityCommand({ EmailIdentity: 'example.com' })),
        'GetEmailIdentity',
        identityArn('example.com'),
      ],
      [
        () => role.send(new GetConfigurationSetCommand({ ConfigurationSetName: 'set' })),
        'GetConfigurationSet',
        setArn('set'),
      ],
    ] as const) {
      expect((await refusal(call())).message).toContain(`perform: ses:${action} on resource: ${resource} because no`);
    }
  },
);

documented(
  'ses/latest/APIReference-V2/API_SendEmail.html',
  'It is the ARN of the identity that is associated with the sending authorization policy that permits you to use the email address specified in the FromEmailAddress parameter.',
  async () => {
    const { as, send } = await sesWith({ identities: ['example.com', 'other.example'] });
    const role = as(allow('ses:SendEmail', identityArn('example.com')));
    await send({ FromEmailAddressIdentityArn: identityArn('example.com') }, role);
    const other = { FromEmailAddressIdentityArn: identityArn('other.example') };
    expect((await refusal(send(other))).message).toContain('is not of identity');
    const foreign = 'arn:aws:ses:us-east-1:111111111111:identity/example.com';
    expect((await refusal(send({ FromEmailAddressIdentityArn: foreign }))).message).toContain("another account's");
  },
);
