import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  ListSuppressedDestinationsCommand,
  PutSuppressedDestinationCommand,
} from '@aws-sdk/client-sesv2';
import type { ListSuppressedDestinationsCommandInput, SuppressionListReason } from '@aws-sdk/client-sesv2';
import { expect } from 'vitest';
import type { FaultKind } from '../../../local/faults.ts';
import { refusal } from '../s3/bucket.ts';
import { documented } from '../support/documented.ts';
import { sesWith } from './account.ts';

const api = 'ses/latest/APIReference-V2/';
const guide = 'ses/latest/dg/';
const list = `${guide}sending-email-suppression-list.html`;
const address = 'recipient@example.org';

/** The configuration set's suppression options, or the account's where there are none. */
async function account(SuppressedReasons?: SuppressionListReason[]) {
  const options = SuppressedReasons ? { SuppressionOptions: { SuppressedReasons } } : {};
  const started = await sesWith({ now: Date.parse('2026-11-20T12:00:00Z'), sets: { set: options } });
  const { client, cloud, ses } = started;
  return {
    ...started,
    put: (EmailAddress = address, Reason: SuppressionListReason = 'BOUNCE') =>
      client.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason })),
    get: async (EmailAddress = address) =>
      (await client.send(new GetSuppressedDestinationCommand({ EmailAddress }))).SuppressedDestination,
    remove: (EmailAddress = address) => client.send(new DeleteSuppressedDestinationCommand({ EmailAddress })),
    list: async (input: ListSuppressedDestinationsCommandInput = {}) => {
      await ses.idle();
      const answer = await client.send(new ListSuppressedDestinationsCommand(input));
      return { ...answer, found: answer.SuppressedDestinationSummaries?.map((entry) => entry.EmailAddress) };
    },
    /** How the mail server of the next recipient behaves. */
    next: (kind: FaultKind) => {
      cloud.faults.plan({ service: 'ses', operation: 'Deliver', kind, count: 1 });
    },
  };
}

documented(
  list,
  "If you attempt to send a message to an address that's on your account-level suppression list, SES accepts the message, but doesn't send it.",
  async () => {
    const { cloud, put, sendTo } = await account();
    await put();
    await expect(sendTo(address)).resolves.toMatch(/^0100/);
    expect(cloud.outbox.list()).toEqual([]);
    await sendTo('other@example.org');
    expect(cloud.outbox.list()).toHaveLength(1);
  },
);

documented(
  `${guide}event-publishing-retrieving-sns-contents.html`,
  'Amazon SES has suppressed sending to this address because it is on the account-level suppression list. This does not count toward your bounce rate metric.',
  async () => {
    const { put, sendTo, events } = await account();
    await put();
    await sendTo(address);
    expect((await events()).map(({ detailType }) => detailType)).toEqual(['Email Sent', 'Email Bounced']);
    expect((await events('Email Bounced'))[0]?.detail.bounce).toMatchObject({
      bounceType: 'Permanent',
      bounceSubType: 'OnAccountSuppressionList',
      bouncedRecipients: [{ emailAddress: address, action: 'failed', status: '5.1.1' }],
    });
  },
);

documented(
  `${guide}event-publishing-retrieving-sns-contents.html`,
  "If the value is OnAccountSuppressionList, Amazon SES accepted the message, but didn't attempt to send it because it was on the account-level suppression list.",
  async () => {
    const { cloud, put, sendTo, events } = await account();
    await put(address, 'COMPLAINT');
    await sendTo(address);
    expect((await events('Email Complaint Received'))[0]?.detail.complaint).toMatchObject({
      complaintSubType: 'OnAccountSuppressionList',
      complainedRecipients: [{ emailAddress: address }],
    });
    expect(cloud.outbox.list()).toEqual([]);
  },
);

documented(
  'ses/latest/APIReference-V2/API_EventDestination.html',
  'If account-level or global suppression is being used, SES will still count it as a send, but delivery is suppressed.',
  async () => {
    const { put, sendTo, events } = await account();
    await put();
    await sendTo(address);
    expect(await events('Email Sent')).toHaveLength(1);
    expect(await events('Email Delivered')).toEqual([]);
  },
);

documented(
  list,
  'If you started using Amazon SES after November 25, 2019, your account uses the account-level suppression list by default for both bounces and complaints.',
  async () => {
    const { next, send, list: listed } = await account();
    next('error');
    await send({ Destination: { ToAddresses: ['gone@example.org'] } });
    next('crashAfterCommit');
    await send({ Destination: { ToAddresses: ['angry@example.org'] } });
    expect((await listed()).SuppressedDestinationSummaries).toEqual([
      { EmailAddress: 'angry@example.org', Reason: 'COMPLAINT', LastUpdateTime: new Date('2026-11-20T12:00:00Z') },
      { EmailAddress: 'gone@example.org', Reason: 'BOUNCE', LastUpdateTime: new Date('2026-11-20T12:00:00Z') },
    ]);
  },
);

documented(
  `${api}API_SuppressionOptions.html`,
  'Amazon SES adds an email address to the suppression list for your account or for a specific tenant when a message sent to that address results in a hard bounce.',
  async () => {
    const { cloud, next, sendTo, events, get, ses } = await account(['BOUNCE']);
    next('error');
    const id = await sendTo(address);
    const [bounced] = await events('Email Bounced');
    expect(bounced?.detail.bounce).toMatchObject({ bounceType: 'Permanent', bounceSubType: 'General' });
    await ses.idle();
    expect(await get()).toMatchObject({
      Reason: 'BOUNCE',
      Attributes: { MessageId: id, FeedbackId: bounced?.detail.bounce?.['feedbackId'] },
    });
    await sendTo(address);
    expect((await events('Email Bounced'))[1]?.detail.bounce).toMatchObject({
      bounceSubType: 'OnAccountSuppressionList',
    });
    expect(cloud.outbox.list()).toEqual([]);
  },
);

documented(
  `${api}API_SuppressionOptions.html`,
  'Amazon SES adds an email address to the suppression list for your account or for a specific tenant when a message sent to that address results in a complaint.',
  async () => {
    const { next, sendTo, list: listed } = await account(['COMPLAINT']);
    next('crashAfterCommit');
    await sendTo('angry@example.org');
    next('error');
    await sendTo('gone@example.org');
    next('throttle');
    await sendTo('full@example.org');
    expect((await listed()).found).toEqual(['angry@example.org']);
  },
);

documented(
  `${guide}sending-email-suppression-list-config-level.html`,
  'email sent with this configuration set will not use any suppression settings at all.',
  async () => {
    const { cloud, put, next, send, sendTo, list: listed } = await account([]);
    await put();
    await sendTo(address);
    expect(cloud.outbox.list()).toHaveLength(1);
    next('error');
    await sendTo('gone@example.org');
    expect((await listed()).found).toEqual([address]);
    // Without the configuration set the account's settings hold.
    await send({ Destination: { ToAddresses: [address] } });
    expect(cloud.outbox.list()).toHaveLength(1);
  },
);

documented(
  `${guide}sending-email-suppression-list-config-level.html`,
  'email sent with this configuration set will only use the suppression conditions you enabled for it',
  async () => {
    const { cloud, put, sendTo } = await account(['COMPLAINT']);
    await put('bounced@example.org', 'BOUNCE');
    await put('complained@example.org', 'COMPLAINT');
    await sendTo('bounced@example.org');
    await sendTo('complained@example.org');
    expect(cloud.outbox.list().map(({ to }) => to)).toEqual(['bounced@example.org']);
  },
);

documented(
  `${guide}send-an-email-from-console.html`,
  "The mailbox simulator email address isn't placed on the Amazon SES suppression list, which would normally happen when a hard bounce occurs.",
  async () => {
    const { sendTo, events, list: listed } = await account(['BOUNCE', 'COMPLAINT']);
    for (const name of ['bounce', 'complaint', 'bounce']) await sendTo(`${name}@simulator.amazonses.com`);
    expect((await listed()).found).toEqual([]);
    expect((await events('Email Bounced')).map(({ detail }) => detail.bounce?.['bounceSubType'])).toEqual([
      ...['General', 'General'],
    ]);
  },
);

documented(
  list,
  'Email addresses on your account-level suppression list remain there until you remove them.',
  async () => {
    const { cloud, put, remove, get, sendTo } = await account();
    await put();
    cloud.clock.pass(400 * 86_400_000);
    await sendTo(address);
    expect(cloud.outbox.list()).toEqual([]);
    await remove();
    await sendTo(address);
    expect(cloud.outbox.list()).toHaveLength(1);
    const missing = {
      name: 'NotFoundException',
      status: 404,
      message: `Email address ${address} does not exist on your suppression list.`,
    };
    expect(await refusal(get())).toEqual(missing);
    expect(await refusal(remove())).toEqual(missing);
  },
);

documented(
  `${api}API_SuppressedDestination.html`,
  'An optional value that can contain additional information about the reasons that the address was added to the suppression list',
  async () => {
    const { put, get } = await account();
    await put('label+x@Example.org');
    expect(await get('label+x@example.org')).toEqual({
      EmailAddress: 'label+x@example.org',
      Reason: 'BOUNCE',
      LastUpdateTime: new Date('2026-11-20T12:00:00Z'),
    });
  },
);

documented(
  list,
  'You can specify either BOUNCE or COMPLAINT, or you can specify both, as shown in the preceding example.',
  async () => {
    const { put, list: listed } = await account();
    expect((await refusal(put(address, 'SPAM' as SuppressionListReason))).name).toBe('BadRequestException');
    expect((await refusal(put('nobody'))).name).toBe('BadRequestException');
    await put('a@example.org', 'BOUNCE');
    await put('b@example.org', 'COMPLAINT');
    expect((await listed({ Reasons: ['COMPLAINT'] })).found).toEqual(['b@example.org']);
    expect((await listed({ Reasons: ['COMPLAINT', 'BOUNCE'] })).found).toHaveLength(2);
  },
);

documented(
  `${api}API_ListSuppressedDestinations.html`,
  'If the number of results is larger than the number you specified in this parameter, then the response includes a NextToken element, which you can use to obtain additional results.',
  async () => {
    const { put, list: listed } = await account();
    for (const name of ['a', 'b', 'c']) await put(`${name}@example.org`);
    const first = await listed({ PageSize: 2 });
    expect(first.found).toEqual(['a@example.org', 'b@example.org']);
    const second = await listed({ PageSize: 2, NextToken: first.NextToken });
    expect([second.found, second.NextToken]).toEqual([['c@example.org'], undefined]);
  },
);

documented(
  `${api}API_ListSuppressedDestinations.html`,
  'Used to filter the list of suppressed email destinations so that it only includes addresses that were added to the list after a specific date.',
  async () => {
    const { cloud, put, list: listed } = await account();
    await put('a@example.org');
    cloud.clock.pass(3_600_000);
    await put('b@example.org');
    const between = new Date('2026-11-20T12:30:00Z');
    expect((await listed({ StartDate: between })).found).toEqual(['b@example.org']);
    expect((await listed({ EndDate: between })).found).toEqual(['a@example.org']);
  },
);
