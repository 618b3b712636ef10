import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AwardItem } from '../../model/award.ts';
import { courseId, lessonId } from '../../model/ids.ts';
import { writeClientFiles } from '../../scripts/outputs.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { endFaults, idle, lever, moveClock } from '../support/levers.ts';
import { subOf } from '../support/notifications.ts';

const RUNBOOK = readFileSync('docs/runbooks/events.md', 'utf8');
const PROGRAM = resolve('scripts/events.ts');

/** What the runbook tells to type, by command, without `npm run events --`. */
const typed = new Map(
  [...RUNBOOK.matchAll(/^npm run events -- (\S+)(.*?)(?:\s+#.*)?$/gm)].map(([, name = '', rest = '']) => [
    name,
    [name, ...rest.trim().split(/\s+/)].filter((word) => word !== ''),
  ]),
);

let backend: TestBackend;
/** Where `npm start` would have left its files. */
let folder: string;

beforeAll(async () => {
  backend = await startTestBackend();
  folder = mkdtempSync(join(tmpdir(), 'kalpla-operator-'));
  writeClientFiles(join(folder, '.kalpla'), backend.outputs, backend.url);
});
afterAll(async () => {
  await backend.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Outcome {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

function run(words: readonly string[], cwd = folder): Promise<Outcome> {
  return new Promise((done) => {
    execFile(process.execPath, [PROGRAM, ...words], { cwd }, (error, stdout, stderr) => {
      done({ status: error ? Number(error.code) : 0, stdout, stderr });
    });
  });
}

/** Types a command as the runbook has it. */
function follow(name: string): Promise<Outcome> {
  const words = typed.get(name);
  if (!words) throw new Error(`The runbook has no command ${name}.`);
  return run(words);
}

async function alarm(name: string): Promise<string | undefined> {
  const alarms = (await lever(backend, 'GET', 'alarms')) as { name: string; state: string }[];
  return alarms.find((one) => one.name === name)?.state;
}

/** An event that a learner has completed a lesson, sent past the bus. */
async function plant(sub: string, awarded: string): Promise<void> {
  const queues = new SQSClient({
    region: 'us-east-1',
    endpoint: backend.url,
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: 'kalpla-dev-points' }));
  const data = { courseId: courseId(awarded), learnerId: `usr_${sub}`, courseTitle: 'A', lessonIds: [awarded] };
  const event = { id: 'planted', type: 'lesson.completed', facts: ['lesson.completed'], entity: 'Enrollment', data };
  const MessageBody = JSON.stringify({ ...event, time: new Date().toISOString(), changed: [] });
  await queues.send(new SendMessageCommand({ QueueUrl, MessageBody }));
}

async function awardsFor(awarded: string): Promise<AwardItem[]> {
  await idle(backend);
  return (await backend.items()).filter((item): item is AwardItem => (item as AwardItem).objectId === awarded);
}

describe('the runbook of events', () => {
  const lesson = lessonId('01M7Z90VQXF8D4DECWERFGTWGZ', '01M7Z90VQXF8D4DECWERFGTWGY');

  it('tells every command there is', async () => {
    const { stdout } = await run(['--help']);
    const helped = [...stdout.matchAll(/^ {2}([a-z]+)/gm)].map(([, name]) => name);
    expect([...typed.keys()].sort()).toEqual(helped.sort());
  });

  it('raises an alarm when a consumer has failed too often', async () => {
    await moveClock(backend, { advance: 'PT1M' });
    expect(await alarm('kalpla-dev-points-set-aside')).toBe('OK');
    await lever(backend, 'POST', 'faults', { service: 'dynamodb', operation: 'PutItem', kind: 'error', count: 1000 });
    await plant(await subOf(backend.as('student')), lesson);
    // Each try is given six times the function's timeout.
    for (let attempt = 0; attempt < 5; attempt += 1) await moveClock(backend, { advance: 'PT181S' });
    await moveClock(backend, { advance: 'PT1M' });
    expect(await alarm('kalpla-dev-points-set-aside')).toBe('ALARM');
    expect(backend.printed.filter((line) => line.includes('kalpla-dev-points-set-aside is ALARM'))).toHaveLength(1);
    expect(await awardsFor(lesson)).toEqual([]);
  });

  it('shows what was set aside, and why', async () => {
    const list = await follow('list');
    expect(list.stdout).toMatch(/'points' +│ 0 +│ 0 +│ 1 /);
    expect(list.stdout).toMatch(/^ALARM kalpla-dev-points-set-aside since 20\S+: Threshold Crossed/m);
    const show = await follow('show');
    expect(show.stdout).toMatch(/InternalServerError: .*\n {2}\{"id":"planted"/);
    expect((await follow('show')).stdout).toBe(show.stdout);
  });

  it('mends it: the effect comes once, and the alarm ends', async () => {
    await endFaults(backend);
    expect((await follow('redrive')).stdout).toBe('1 messages are in the queue of points again.\n');
    expect((await awardsFor(lesson)).map(({ points }) => points)).toEqual([10]);
    await moveClock(backend, { advance: 'PT1M' });
    expect(await alarm('kalpla-dev-points-set-aside')).toBe('OK');
    expect((await follow('list')).stdout).not.toContain('ALARM');
    expect((await follow('show')).stdout).toBe('Nothing of points was set aside.\n');
    expect((await follow('redrive')).stdout).toContain('0 messages');
    expect((await awardsFor(lesson)).length).toBe(1);
  });

  it('replays, cancels and recomputes', async () => {
    const replay = await follow('replay');
    expect(replay).toMatchObject({ status: 0, stderr: '' });
    expect(replay.stdout).toMatch(/^COMPLETED, /m);
    expect(await follow('cancel')).toMatchObject({ status: 1, stderr: 'No replay of points is under way.\n' });
    const recompute = await follow('recompute');
    expect(recompute.stdout).toMatch(/^learning:\S+ is being recomputed\.\n$/);
    await idle(backend);
    expect((await follow('list')).stdout).toMatch(/'recompute' +│ 0 +│ 0 +│ 0 /);
  });
});

describe('an operator who stumbles is told what to do', () => {
  it.each<[string, RegExp]>([
    ['', /^Usage: npm run events/],
    ['lst', /^Usage: npm run events/],
    ['show', /^Usage: npm run events/],
    ['show point', /^point has no dead letters \(kalpla-dev-point-dead-letters\)\. Choose one of: .*points/],
    ['redrive point', /Choose one of: .*points/],
    ['show points --limit 0', /^--limit is 0, but must be a number/],
    ['show points --size 3', /Unknown option '--size'/],
    ['replay points --from 2026-11-21', /^--from is 2026-11-21, but must be a time with its zone/],
    ['replay points --from 2026-11-21T08:30Z', /^--to is missing, but must be a time with its zone/],
    ['replay points --from 2026-11-21T08:30Z --to 2026-11-21T08:00Z', /EventStartTime must be before EventEndTime/],
    ['recompute learn:1', /^learn:1 is no aggregate/],
    ['list --stage prod', /^There is no stage "prod"\. Choose one of: dev\.$/m],
  ])('npm run events -- %s', async (words, message) => {
    const { status, stderr } = await run(words.split(' ').filter((word) => word !== ''));
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(status).toBe(1);
  });

  it('when no backend runs', async () => {
    const nowhere = mkdtempSync(join(tmpdir(), 'kalpla-nowhere-'));
    const { status, stderr } = await run(['list'], nowhere);
    rmSync(nowhere, { recursive: true });
    expect([status, stderr]).toEqual([1, expect.stringMatching(/^No local cloud runs here: npm start first/)]);
  });
});
