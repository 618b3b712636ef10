import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLocalCloud, type LocalCloud } from '../../../local/start.ts';
import { synthesizeNight } from './night.ts';

const folder = mkdtempSync(join(tmpdir(), 'night-'));
let cloud: LocalCloud;
let sqs: SQSClient;

const start = () => startLocalCloud({ assembly: join(folder, 'cdk.out'), stateFolder: join(folder, 'state'), port: 0 });

const stop = () => cloud.stop();

beforeAll(async () => {
  synthesizeNight(join(folder, 'cdk.out'));
  cloud = await start();
  await cloud.markReady();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  sqs = new SQSClient({ region: 'us-east-1', endpoint: cloud.url, credentials });
}, 60_000);

afterAll(async () => {
  sqs.destroy();
  await cloud.stop();
  rmSync(folder, { recursive: true, force: true });
});

const pull = async (method: string, lever: string, body?: unknown) =>
  (
    await fetch(`${cloud.url}/_local/${lever}`, { method, body: body === undefined ? null : JSON.stringify(body) })
  ).json();

/** The clock jumps there; what that brings about has ended. */
async function jumpTo(now: string): Promise<void> {
  await pull('PUT', 'clock', { now });
  expect(await pull('POST', 'idle')).toEqual({ idle: true });
}

/** What is in the queue: requests of invocations that succeeded, and texts of schedules. Takes it out. */
async function done(): Promise<unknown[]> {
  const QueueUrl = cloud.outputs['Night']?.['DoneUrl'] ?? '';
  const { Messages: messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  for (const { ReceiptHandle } of messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
  return messages.map(({ Body = '' }) =>
    Body.startsWith('{') ? (JSON.parse(Body) as { requestPayload: unknown }).requestPayload : Body,
  );
}

it('every resource of an app of schedules, a scheduled rule and a function URL is run', () => {
  expect(cloud.notRun).toEqual([]);
});

describe('an app that lives by the clock', () => {
  it('has its function invoked by a schedule and a rule, once however many hours the clock jumps', async () => {
    await jumpTo('2027-01-01T03:20:00Z');
    const arrived = await done();
    expect(arrived).toHaveLength(2);
    expect(arrived).toContainEqual({ sweep: '2027-01-01T03:00:00Z' });
    expect(arrived).toContainEqual(
      expect.objectContaining({ source: 'aws.events', 'detail-type': 'Scheduled Event', time: '2027-01-01T00:00:00Z' }),
    );
    await jumpTo('2027-01-02T00:00:00Z');
    expect(await done()).toEqual([{ sweep: '2027-01-01T05:00:00Z' }]);
    expect(await pull('GET', 'usage')).toMatchObject({
      byCaller: { sweep: { invoked: ['worker'] }, yearly: { invoked: ['worker'] } },
    });
  });

  it('is told of a date on its bus', async () => {
    await jumpTo('2027-02-01T00:00:30Z');
    expect(await pull('GET', 'events?bus=night')).toMatchObject([
      { source: 'night', detailType: 'bell', detail: { at: '2027-02-01T00:00:00Z' } },
    ]);
  });

  it('keeps the hour of its zone over a change of the clocks', async () => {
    for (const day of ['27', '28', '29']) await jumpTo(`2027-03-${day}T12:00:00Z`);
    expect((await done()).toSorted()).toEqual([
      'morning 2027-03-27T08:30:00Z',
      'morning 2027-03-28T07:30:00Z',
      'morning 2027-03-29T07:30:00Z',
    ]);
  });

  it('answers at the URL of its function, to the pages of its origin', async () => {
    const url = cloud.outputs['Night']?.['Url'] ?? '';
    expect(url).toMatch(new RegExp(`^${cloud.url}/lambda-url/[0-9a-z]{32}/$`));
    const response = await fetch(`${url}unsubscribe/now`, { headers: { origin: 'https://app.example' } });
    expect(await response.json()).toEqual({ path: '/unsubscribe/now' });
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
    const preflight = await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://app.example' } });
    expect(preflight.headers.get('access-control-allow-methods')).toBe('GET');
  });

  it('lets each Allow statement of its schedules through, and no other is there', () => {
    const unused = cloud.grants().filter(({ role, uses }) => uses === 0 && role.includes('SchedulerRole'));
    // Nothing was sent to the dead-letter queue.
    expect(unused.map(({ actions }) => actions)).toEqual([['sqs:SendMessage']]);
  });

  it('goes on after a restart, and back to its start by a reset', async () => {
    await stop();
    cloud = await start();
    await cloud.markReady();
    sqs.destroy();
    sqs = new SQSClient({
      region: 'us-east-1',
      endpoint: cloud.url,
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    expect(await done()).toEqual([]);
    await pull('POST', 'reset');
    await jumpTo('2027-01-01T01:00:00Z');
    expect(await done()).toContainEqual({ sweep: '2027-01-01T01:00:00Z' });
  });
});
