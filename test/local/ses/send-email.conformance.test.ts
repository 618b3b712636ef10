import { expect } from 'vitest';
import { refusal } from '../s3/bucket.ts';
import { documented } from '../support/documented.ts';
import { sesWith, simple } from './account.ts';

const api = 'ses/latest/APIReference-V2/';
const guide = 'ses/latest/dg/';
const addresses = (count: number, at = 'example.org') => Array.from({ length: count }, (_, index) => `r${index}@${at}`);

documented(
  `${api}API_SendEmail.html`,
  'When you create this type of message, you specify the sender, the recipient, and the message body, and Amazon SES assembles the message for you.',
  async () => {
    const { cloud, send } = await sesWith();
    const id = await send({
      FromEmailAddress: 'Sender Name <sender@example.com>',
      ReplyToAddresses: ['reply@example.com'],
      Content: simple({ Body: { Text: { Data: 'plain' }, Html: { Data: '<p>rich</p>' } } }),
    });
    expect(cloud.outbox.list()).toEqual([
      expect.objectContaining({
        id,
        to: 'recipient@example.org',
        channel: 'EMAIL',
        subject: 'Hello',
        text: 'plain',
        html: '<p>rich</p>',
        at: new Date(cloud.clock.time).toISOString(),
        headers: expect.objectContaining({
          From: 'Sender Name <sender@example.com>',
          To: 'recipient@example.org',
          'Reply-To': 'reply@example.com',
          Subject: 'Hello',
          'MIME-Version': '1.0',
          'Content-Type': 'multipart/alternative',
        }),
      }),
    ]);
  },
);

documented(`${api}API_SendEmail.html`, 'The address that you specify has to be verified.', async () => {
  const { cloud, send } = await sesWith();
  expect(await refusal(send({ FromEmailAddress: 'sender@other.example' }))).toEqual({
    name: 'MessageRejected',
    status: 400,
    message:
      'Email address is not verified. The following identities failed the check in region US-EAST-1: sender@other.example',
  });
  expect(cloud.outbox.list()).toEqual([]);
});

documented(
  `${guide}troubleshoot-error-messages.html`,
  'This error could apply to the "From", "Source", "Sender", or "Return-Path" address.',
  async () => {
    const { send } = await sesWith();
    const feedback = { FeedbackForwardingEmailAddress: 'bounces@other.example' };
    expect((await refusal(send(feedback))).message).toMatch(/US-EAST-1: bounces@other.example$/);
    await expect(send({ FeedbackForwardingEmailAddress: 'bounces@example.com' })).resolves.toBeTruthy();
  },
);

documented(
  `${guide}creating-identities.html`,
  "For example, if you create and verify a domain identity called example.com, you don't need to create separate subdomain identities for a.example.com, a.b.example.com, nor separate email address identities for user@example.com, user@a.example.com, and so on.",
  async () => {
    const { send } = await sesWith();
    for (const from of ['user@example.com', 'user@a.example.com', 'user@a.b.example.com']) {
      await expect(send({ FromEmailAddress: from })).resolves.toBeTruthy();
    }
    expect((await refusal(send({ FromEmailAddress: 'user@notexample.com' }))).name).toBe('MessageRejected');
  },
);

documented(
  `${guide}creating-identities.html`,
  'When you verify an email address identity, only that email address can be used to send mail',
  async () => {
    const { send } = await sesWith({ identities: ['sender@example.com'] });
    await send();
    expect((await refusal(send({ FromEmailAddress: 'other@example.com' }))).name).toBe('MessageRejected');
  },
);

documented(
  `${guide}creating-identities.html`,
  'For example, if you already verified sender@example.com, you can use sender+myLabel@example.com as the "From" or "Return-Path" address for your emails.',
  async () => {
    const { send } = await sesWith({ identities: ['sender@example.com'] });
    const labeled = 'sender+myLabel@example.com';
    await expect(send({ FromEmailAddress: labeled, FeedbackForwardingEmailAddress: labeled })).resolves.toBeTruthy();
  },
);

documented(
  `${guide}creating-identities.html`,
  'Domain names are case-insensitive. If you verify example.com, you can send from EXAMPLE.com also.',
  async () => {
    const { send } = await sesWith();
    await expect(send({ FromEmailAddress: 'sender@EXAMPLE.com' })).resolves.toBeTruthy();
  },
);

documented(
  `${guide}creating-identities.html`,
  "If you verify sender@EXAMPLE.com, you can't send email from sender@example.com unless you verify sender@example.com as well.",
  async () => {
    const { send } = await sesWith({ identities: ['sender@EXAMPLE.com'] });
    await send({ FromEmailAddress: 'sender@EXAMPLE.com' });
    expect((await refusal(send())).name).toBe('MessageRejected');
  },
);

documented(`${guide}quotas.html`, 'A recipient is any "To", "CC", or "BCC" address.', async () => {
  const { cloud, send } = await sesWith();
  const [to, cc, bcc] = [addresses(20), addresses(20, 'b.example'), addresses(10, 'c.example')];
  const id = await send({ Destination: { ToAddresses: to, CcAddresses: cc, BccAddresses: bcc } });
  const sent = cloud.outbox.list();
  expect(sent.map((mail) => mail.to)).toEqual([...to, ...cc, ...bcc]);
  expect(new Set(sent.map((mail) => mail.id))).toEqual(new Set([id]));
  expect(JSON.stringify(sent[0]?.headers)).not.toContain('c.example');
  expect(sent[0]?.headers).toMatchObject({ Cc: cc.join(', ') });
  const more = { ToAddresses: to, CcAddresses: cc, BccAddresses: addresses(11) };
  expect(await refusal(send({ Destination: more }))).toMatchObject({
    name: 'BadRequestException',
    message: 'Recipient count exceeds 50.',
  });
});

documented(`${guide}troubleshoot-error-messages.html`, 'There are no recipients specified', async () => {
  const { send } = await sesWith();
  for (const destination of [undefined, {}, { ToAddresses: [] }]) {
    expect(await refusal(send({ Destination: destination }))).toMatchObject({
      name: 'BadRequestException',
      message: 'There are no recipients specified',
    });
  }
});

documented(
  'ses/latest/APIReference/API_SendEmail.html',
  'If a recipient email address is invalid (that is, it is not in the format UserName@[SubDomain.]Domain.TopLevelDomain), the entire message is rejected, even if the message contains other recipients that are valid.',
  async () => {
    const { cloud, send } = await sesWith();
    for (const [address, message] of [
      ['nobody', "Missing final '@domain'"],
      ['nobody@', "Missing final '@domain'"],
      ['@example.org', 'Missing local name'],
      ['no body@example.org', 'Local address contains control or whitespace'],
      ['nobody@exa mple.org', 'Domain contains control or whitespace'],
      ['nobody@.example.org', 'Domain starts with dot'],
      ['nobody@example..org', 'Domain contains dot-dot'],
      ['nobody@example.org.', 'Domain ends with dot'],
      ['nobody@exam/ple.org', 'Domain contains illegal character'],
      ['nobody@localhost', 'Invalid email address: nobody@localhost.'],
    ] as const) {
      const call = send({ Destination: { ToAddresses: ['valid@example.org', address] } });
      expect(await refusal(call)).toMatchObject({ name: 'BadRequestException', message });
    }
    expect(cloud.outbox.list()).toEqual([]);
  },
);

documented(`${guide}troubleshoot-error-messages.html`, 'The email address string must be 7-bit ASCII.', async () => {
  const { send } = await sesWith();
  const message = 'There are non-ASCII characters in the email address';
  for (const address of ['jürgen@example.org', 'Jürgen <j@example.org>', 'j@exämple.org']) {
    expect(await refusal(send({ Destination: { ToAddresses: [address] } }))).toMatchObject({ message });
  }
  expect(await refusal(send({ FromEmailAddress: 'Jürgen <sender@example.com>' }))).toMatchObject({ message });
});

documented(
  `${guide}troubleshoot-error-messages.html`,
  'The configuration set that you specified does not exist.',
  async () => {
    const { send } = await sesWith();
    expect(await refusal(send({ ConfigurationSetName: 'other' }))).toEqual({
      name: 'NotFoundException',
      status: 404,
      message: 'Configuration set <other> does not exist.',
    });
  },
);

documented(
  `${api}API_GetEmailIdentity.html`,
  'The configuration set used by default when sending from this identity.',
  async () => {
    const identity = { EmailIdentity: 'example.com', ConfigurationSetAttributes: { ConfigurationSetName: 'set' } };
    const { send, events } = await sesWith({ identities: [identity] });
    await send();
    expect((await events('Email Sent'))[0]?.detail.mail).toMatchObject({ tags: { 'ses:configuration-set': ['set'] } });
  },
);

documented(
  `${api}API_SendingOptions.html`,
  'If true, email sending is enabled for the configuration set. If false, email sending is disabled for the configuration set.',
  async () => {
    const { cloud, send } = await sesWith({ sets: { set: { SendingOptions: { SendingEnabled: false } } } });
    expect((await refusal(send({ ConfigurationSetName: 'set' }))).name).toBe('SendingPausedException');
    await send();
    expect(cloud.outbox.list()).toHaveLength(1);
  },
);
