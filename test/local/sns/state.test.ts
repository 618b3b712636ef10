import { CreateTopicCommand, ListTopicsCommand } from '@aws-sdk/client-sns';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { plannedFault } from '../../../local/faults.ts';
import { allow, refusal } from '../s3/bucket.ts';
import { phone, snsWith } from './account.ts';

it('lets a role publish to the endpoints that its policies name', async () => {
  const { as, device, publish } = await snsWith();
  const arn = await device();
  await publish({ TargetArn: arn }, as(allow('sns:Publish', arn)));
  await publish({ TargetArn: arn }, as(allow('sns:Publish', arn.replace(/[^/]+$/, '*'))));
  const other = as(allow('sns:Publish', arn.replace('kalpla', 'other')));
  expect(await refusal(publish({ TargetArn: arn }, other))).toEqual({
    name: 'AuthorizationErrorException',
    status: 403,
    message: expect.stringContaining(`is not authorized to perform: SNS:Publish on resource: ${arn} because no`),
  });
});

it.each([
  ['throttle', 'ThrottledException', 429, 0],
  ['error', 'InternalErrorException', 500, 0],
  ['crashAfterCommit', 'InternalErrorException', 500, 1],
])('the fault %s of Publish is seen as %s', async (kind, name, status, sent) => {
  const { cloud, sns, publish } = await snsWith();
  cloud.faults.plan(plannedFault({ service: 'sns', operation: 'Publish', kind }, { sns: sns.faults }));
  expect(await refusal(publish({ PhoneNumber: phone }))).toMatchObject({ name, status });
  expect(cloud.outbox.list()).toHaveLength(sent);
  await publish({ PhoneNumber: phone });
  expect(cloud.outbox.list()).toHaveLength(sent + 1);
});

it('publishes as often as it is asked to', async () => {
  const { cloud, publish } = await snsWith();
  const ids = await Promise.all([1, 2, 3].map(() => publish({ PhoneNumber: phone })));
  expect(new Set(ids).size).toBe(3);
  expect(cloud.outbox.list().map(({ id }) => id)).toEqual(expect.arrayContaining(ids));
});

it('knows in another process what it knew, and returns to a snapshot', async () => {
  const { cloud, sns, device } = await snsWith();
  const arn = await device();
  const again = await snsWith({ stateFolder: cloud.stateFolder });
  expect(await again.attributes(arn)).toEqual({ Enabled: 'true', Token: 'device-1' });

  const folder = join(cloud.stateFolder, 'snapshot', 'sns');
  again.sns.snapshot(folder);
  await again.set(arn, { Enabled: 'false' });
  again.sns.restore(folder);
  expect(await again.attributes(arn)).toMatchObject({ Enabled: 'true' });
  again.sns.restore(join(cloud.stateFolder, 'nothing'));
  expect((await refusal(again.attributes(arn))).name).toBe('NotFoundException');
  expect(sns.faults).toHaveProperty('Publish');
});

it('refuses topics by name', async () => {
  const { client, publish } = await snsWith();
  for (const [call, name] of [
    [() => client.send(new CreateTopicCommand({ Name: 'news' })), 'CreateTopic'],
    [() => client.send(new ListTopicsCommand()), 'ListTopics'],
    [() => publish({ TopicArn: 'arn:aws:sns:us-east-1:000000000000:news' }), 'topics'],
    [() => publish({ TargetArn: 'arn:aws:sns:us-east-1:000000000000:news' }), 'topics'],
  ] as const) {
    expect((await refusal(call())).message).toContain(`The local SNS doesn't run ${name}`);
  }
});

it('leaves alone what is not for it', async () => {
  const { cloud } = await snsWith();
  const form = new URLSearchParams({ Action: 'Publish', Version: '2010-03-31' });
  const unsigned = await fetch(cloud.url, { method: 'POST', body: form });
  expect([unsigned.status, await unsigned.text()]).toEqual([
    400,
    expect.stringContaining('MissingAuthenticationToken'),
  ]);
});
