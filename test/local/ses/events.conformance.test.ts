import { expect } from 'vitest';
import { documented } from '../support/documented.ts';
import { identityArn, sesWith, setArn, simple } from './account.ts';

const guide = 'ses/latest/dg/';
const contents = `${guide}event-publishing-retrieving-sns-contents.html`;
const simulator = `${guide}send-an-email-from-console.html`;
const now = Date.parse('2026-11-20T12:00:00.123Z');

documented(
  'eventbridge/latest/ref/events-ref-ses.html',
  'Amazon SES sends the following events directly to EventBridge:',
  async () => {
    const { sendTo, events } = await sesWith({ now });
    for (const name of ['success', 'bounce', 'complaint']) await sendTo(`${name}@simulator.amazonses.com`);
    const told = await events();
    expect(told.map(({ detailType }) => detailType)).toEqual([
      ...['Email Sent', 'Email Delivered'],
      ...['Email Sent', 'Email Bounced'],
      ...['Email Sent', 'Email Delivered', 'Email Complaint Received'],
    ]);
    for (const event of told) {
      expect(event).toMatchObject({ source: 'aws.ses', resources: [setArn('set')], time: '2026-11-20T12:00:00Z' });
    }
  },
);

documented(
  `${guide}event-publishing-retrieving-sns-examples.html`,
  'Some fields are not always present. For example, with a templated email, the subject is rendered later and included in subsequent events.',
  async () => {
    const { sendTo, events } = await sesWith({ now });
    const id = await sendTo('recipient@example.org', {
      FromEmailAddress: 'Sender Name <sender@example.com>',
      EmailTags: [{ Name: 'myCustomTag1', Value: 'myCustomTagValue1' }],
      Content: simple({ Headers: [{ Name: 'X-Kind', Value: 'digest' }] }),
    });
    const [sent] = await events('Email Sent');
    expect(sent?.detail).toEqual({
      eventType: 'Send',
      mail: {
        timestamp: '2026-11-20T12:00:00.123Z',
        source: 'Sender Name <sender@example.com>',
        sourceArn: identityArn('example.com'),
        sendingAccountId: '000000000000',
        messageId: id,
        destination: ['recipient@example.org'],
        headersTruncated: false,
        headers: [
          { name: 'From', value: 'Sender Name <sender@example.com>' },
          { name: 'To', value: 'recipient@example.org' },
          { name: 'Subject', value: 'Hello' },
          { name: 'MIME-Version', value: '1.0' },
          { name: 'Content-Type', value: 'text/plain; charset=UTF-8' },
          { name: 'X-Kind', value: 'digest' },
        ],
        commonHeaders: {
          from: ['Sender Name <sender@example.com>'],
          to: ['recipient@example.org'],
          messageId: id,
          subject: 'Hello',
        },
        tags: {
          'ses:operation': ['SendEmail'],
          'ses:configuration-set': ['set'],
          'ses:source-ip': ['127.0.0.1'],
          'ses:from-domain': ['example.com'],
          'ses:caller-identity': ['root'],
          myCustomTag1: ['myCustomTagValue1'],
        },
      },
      send: {},
    });
  },
);

documented(contents, 'A list of intended recipients that the delivery event applies to.', async () => {
  const { send, events } = await sesWith({ now });
  await send({
    ConfigurationSetName: 'set',
    Destination: { ToAddresses: ['a@example.org'], CcAddresses: ['b@b.example'] },
  });
  const told = await events('Email Delivered');
  expect(told.map(({ detail }) => detail.delivery)).toEqual(
    ['a@example.org', 'b@b.example'].map((recipient) => ({
      timestamp: '2026-11-20T12:00:00.123Z',
      processingTimeMillis: 0,
      recipients: [recipient],
      smtpResponse: '250 2.6.0 Message received',
      reportingMTA: expect.any(String),
    })),
  );
  for (const { detail } of told) expect(detail.mail).toMatchObject({ destination: ['a@example.org', 'b@b.example'] });
});

documented(
  simulator,
  'Bounce—The recipient\'s email provider rejects your email with an SMTP 550 5.1.1 ("Unknown User") response code.',
  async () => {
    const { cloud, sendTo, events } = await sesWith({ now });
    await sendTo('bounce@simulator.amazonses.com');
    const [bounced] = await events('Email Bounced');
    expect(bounced?.detail).toMatchObject({
      eventType: 'Bounce',
      mail: { destination: ['bounce@simulator.amazonses.com'] },
      bounce: {
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [
          {
            emailAddress: 'bounce@simulator.amazonses.com',
            action: 'failed',
            status: '5.1.1',
            diagnosticCode: 'smtp; 550 5.1.1 user unknown',
          },
        ],
        timestamp: '2026-11-20T12:00:00.123Z',
        feedbackId: expect.stringMatching(/^0100[\da-f]{12}-[\da-f-]{36}-000000$/),
        reportingMTA: expect.stringMatching(/^dns; /),
      },
    });
    expect(cloud.outbox.list()).toEqual([]);
  },
);

documented(
  simulator,
  'For example, you can send an email to bounce+label1@simulator.amazonses.com and bounce+label2@simulator.amazonses.com to see if your application can match a bounce message with the email address that caused the bounce.',
  async () => {
    const { sendTo, events } = await sesWith();
    for (const label of ['label1', 'label2']) await sendTo(`bounce+${label}@simulator.amazonses.com`);
    expect((await events('Email Bounced')).map(({ detail }) => detail.mail['destination'])).toEqual([
      ['bounce+label1@simulator.amazonses.com'],
      ['bounce+label2@simulator.amazonses.com'],
    ]);
  },
);

documented(
  simulator,
  'If you use the mailbox simulator to simulate multiple bounces from the same sending request, Amazon SES combines the bounce responses into a single response.',
  async () => {
    const { send, events } = await sesWith();
    const ToAddresses = ['bounce+a@simulator.amazonses.com', 'bounce+b@simulator.amazonses.com', 'c@example.org'];
    await send({ ConfigurationSetName: 'set', Destination: { ToAddresses } });
    expect((await events('Email Bounced')).map(({ detail }) => detail.bounce)).toMatchObject([
      { bouncedRecipients: ToAddresses.slice(0, 2).map((emailAddress) => ({ emailAddress })) },
    ]);
    expect(await events('Email Delivered')).toHaveLength(1);
  },
);

documented(
  simulator,
  'The recipient\'s email provider accepts your email and delivers it to the recipient’s inbox. The recipient decides that your message is unsolicited and clicks "Mark as Spam" in his or her email client.',
  async () => {
    const { cloud, sendTo, events } = await sesWith({ now });
    const id = await sendTo('complaint@simulator.amazonses.com');
    expect(cloud.outbox.list()).toMatchObject([{ id, to: 'complaint@simulator.amazonses.com' }]);
    const [complained] = await events('Email Complaint Received');
    expect(complained?.detail).toMatchObject({
      eventType: 'Complaint',
      complaint: {
        complainedRecipients: [{ emailAddress: 'complaint@simulator.amazonses.com' }],
        timestamp: '2026-11-20T12:00:00.123Z',
        feedbackId: expect.any(String),
        complaintSubType: null,
        complaintFeedbackType: 'abuse',
        userAgent: expect.any(String),
        arrivalDate: '2026-11-20T12:00:00.123Z',
      },
    });
  },
);

documented(
  `${guide}notification-contents.html`,
  'If you send an email to a recipient who has an active automatic response rule (such as an "out of the office" message), you might receive this type of notification.',
  async () => {
    const { cloud, sendTo, events } = await sesWith();
    await sendTo('ooto@simulator.amazonses.com');
    expect((await events()).map(({ detailType }) => detailType)).toEqual([
      ...['Email Sent', 'Email Delivered', 'Email Bounced'],
    ]);
    expect((await events('Email Bounced'))[0]?.detail.bounce).toMatchObject({
      bounceType: 'Transient',
      bounceSubType: 'General',
      bouncedRecipients: [{ emailAddress: 'ooto@simulator.amazonses.com' }],
    });
    expect(cloud.outbox.list()).toHaveLength(1);
  },
);

documented(
  simulator,
  "Recipient address on suppression list—Amazon SES generates a hard bounce as if the recipient's address is on the global suppression list.",
  async () => {
    const { cloud, sendTo, events } = await sesWith();
    await sendTo('suppressionlist@simulator.amazonses.com');
    expect((await events('Email Bounced'))[0]?.detail.bounce).toMatchObject({
      bounceType: 'Permanent',
      bounceSubType: 'Suppressed',
    });
    expect(cloud.outbox.list()).toEqual([]);
  },
);

documented(
  `${guide}event-publishing-send-email.html`,
  'To publish events associated with an email, you must provide the name of the configuration set to associate with the email.',
  async () => {
    const { send, events } = await sesWith({ sets: { set: {}, other: {} } });
    await send();
    expect(await events()).toEqual([]);
    await send({ ConfigurationSetName: 'other' });
    expect((await events()).map(({ resources }) => resources)).toEqual([[setArn('other')], [setArn('other')]]);
  },
);

documented(
  'ses/latest/APIReference-V2/API_EventDestination.html',
  'The types of events that Amazon SES sends to the specified event destinations.',
  async () => {
    const { sendTo, events } = await sesWith({ types: ['bounce', 'complaint'] });
    for (const name of ['success', 'bounce', 'complaint']) await sendTo(`${name}@simulator.amazonses.com`);
    expect((await events()).map(({ detailType }) => detailType)).toEqual(['Email Bounced', 'Email Complaint Received']);
  },
);

documented(
  'ses/latest/APIReference-V2/API_EventDestination.html',
  "DELIVERY - SES successfully delivered the email to the recipient's mail server.",
  async () => {
    const { cloud, sendTo, events } = await sesWith({ types: ['DELIVERY'] });
    cloud.faults.plan({ service: 'ses', operation: 'Deliver', kind: 'throttle', count: 1 });
    for (const address of ['soft@example.org', 'hard@example.org']) await sendTo(address);
    expect((await events()).map(({ detail }) => detail.delivery?.['recipients'])).toEqual([['hard@example.org']]);
  },
);

documented(
  contents,
  'Transient bounces are sent to you when a message has soft bounced several times, and Amazon SES has stopped trying to re-deliver it.',
  async () => {
    const { cloud, sendTo, events } = await sesWith();
    cloud.faults.plan({ service: 'ses', operation: 'Deliver', kind: 'throttle', count: 1 });
    await sendTo('full@example.org');
    expect((await events('Email Bounced'))[0]?.detail.bounce).toMatchObject({ bounceType: 'Transient' });
    expect(cloud.outbox.list()).toEqual([]);
    await sendTo('full@example.org');
    expect(cloud.outbox.list()).toHaveLength(1);
  },
);

documented(
  `${guide}monitor-using-event-publishing.html`,
  'The IAM identity of the Amazon SES user who sent the email.',
  async () => {
    const { as, send, events } = await sesWith();
    const role = as({ Effect: 'Allow', Action: 'ses:SendEmail', Resource: '*' });
    await send({ ConfigurationSetName: 'set' }, role);
    expect((await events('Email Sent'))[0]?.detail.mail).toMatchObject({
      tags: { 'ses:caller-identity': [expect.stringMatching(/^Stack-Role-/)] },
    });
  },
);
