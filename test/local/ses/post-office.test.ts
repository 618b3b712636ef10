import { expect, it, onTestFinished } from 'vitest';
import { PostOffice } from '../../../local/ses/post-office.ts';
import { newCloud } from '../support/cloud.ts';

const set = {
  ...{ name: 'set', arn: '', sendingEnabled: true, reputationMetrics: false, tlsPolicy: 'OPTIONAL' },
  destinations: [{ enabled: true, types: new Set(['SEND', 'DELIVERY']) }],
};

const mail = (id: string) => ({
  ...{ id, subject: 'Hello', text: 'x', html: '', headers: [], acceptedAt: 0, to: [], cc: [], replyTo: [], tags: {} },
  ...{ source: 'sender@example.com', sourceArn: '', configurationSet: 'set' },
  recipients: [{ address: 'a@example.org', fate: 'delivered', lists: false } as const],
});

it('tells the events of a mail after it has accepted it, and is idle only then', async () => {
  const cloud = newCloud();
  const told: string[] = [];
  const office = new PostOffice(cloud, {
    configurationSet: () => set,
    publish: ({ detailType }) => {
      told.push(detailType);
      // A mail that comes while events are told.
      if (told.length === 2) office.accept(mail('2'));
    },
  });
  onTestFinished(() => office.stop());
  await office.idle();
  office.accept(mail('1'));
  expect(cloud.outbox.list()).toHaveLength(1);
  expect(told).toEqual([]);
  await office.idle();
  expect(told).toEqual(['Email Sent', 'Email Delivered', 'Email Sent', 'Email Delivered']);
  expect(office.store.accepted(1)).toEqual([]);
});
