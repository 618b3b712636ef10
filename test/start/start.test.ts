import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AdminAddUserToGroupCommand, CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import type { ResourcesConfig } from 'aws-amplify';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalStage } from '../../scripts/outputs.ts';
import { DEMO_PASSWORD, DEMO_PEOPLE } from '../../seed/people.ts';
import { openSession, type Session } from '../../seed/session.ts';
import { COMPLETE_LESSON, ENROLL } from '../support/courses.ts';
import { enginesOf, freePort, outcome, run, type Program } from './program.ts';
import { makeWorkingCopy, type WorkingCopy } from './working-copy.ts';

let copy: WorkingCopy;
let port: number;
let program: Program;
let config: ResourcesConfig;

/** What the health lever said, and whether the terminal said `ready`, from the first answer to the first 200. */
const beforeReady: { status: number; said: boolean }[] = [];
/** What anybody could read as soon as the backend called itself ready. */
let firstCourses: unknown;

const url = () => `http://127.0.0.1:${port}`;
const start = (...args: string[]) => run(copy, 'scripts/start.ts', { args, env: { KALPLA_PORT: String(port) } });
const admin = (...args: string[]) => outcome(copy, 'scripts/admin.ts', { args });
const signIn = (name: keyof typeof DEMO_PEOPLE) => openSession(config, DEMO_PEOPLE[name].email, DEMO_PASSWORD);

async function restart(...args: string[]): Promise<void> {
  program = start(...args);
  await program.printed('ready ');
}

async function health(): Promise<number | null> {
  return fetch(`${url()}/_local/health`).then(
    ({ status }) => status,
    () => null,
  );
}

async function watchUntilReady(): Promise<void> {
  for (
    let end: unknown = 'waiting';
    end === 'waiting';
    end = await Promise.race([delay(20, 'waiting'), program.ended])
  ) {
    const said = program.stdout().includes('ready');
    const status = await health();
    if (status === 200) return;
    if (status !== null) beforeReady.push({ status, said });
  }
}

beforeAll(async () => {
  copy = makeWorkingCopy();
  port = await freePort();
  program = start();
  await watchUntilReady();
  firstCourses = (await firstQuery()).data;
  await program.printed('ready ');
  config = copy.readJson('.kalpla/amplify.local.json') as ResourcesConfig;
});

afterAll(async () => {
  program.kill('SIGTERM');
  await program.ended;
  copy.remove();
});

/** Courses by the public key, from what the client's file says: it is there before the terminal shows anything. */
async function firstQuery(): Promise<{ data?: unknown }> {
  const { API } = copy.readJson('.kalpla/amplify.local.json') as { API: { GraphQL: Record<string, string> } };
  const response = await fetch(API.GraphQL['endpoint']!, {
    method: 'POST',
    headers: { 'x-api-key': API.GraphQL['apiKey']!, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '{ courses { items { slug } } }' }),
  });
  return (await response.json()) as { data?: unknown };
}

const PUBLISHED = ['dynamodb-in-an-hour', 'serverless-graphql-on-aws'];

describe('a first start', () => {
  it('answers 503 and does not say that it is ready until it is seeded', () => {
    expect(beforeReady.length).toBeGreaterThan(0);
    expect(beforeReady.filter(({ status, said }) => status !== 503 || said)).toEqual([]);
    const { courses } = firstCourses as { courses: { items: { slug: string }[] } };
    expect(courses.items.map(({ slug }) => slug).sort()).toEqual(PUBLISHED);
  });

  it('says that it is ready in the last line, as the health lever does', async () => {
    expect(program.stdout().trimEnd().split('\n').at(-1)).toBe(`ready ${url()}`);
    const response = await fetch(`${url()}/_local/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ ready: true });
    expect(program.stderr()).toBe('');
  });

  it('shows the endpoints and the people of the demo', () => {
    const shown = program.stdout();
    expect(shown).toContain(`${url()}/graphql`);
    expect(shown).toContain(`ws://127.0.0.1:${port}/graphql/realtime`);
    expect(shown).toContain(DEMO_PASSWORD);
    for (const { email, groups } of Object.values(DEMO_PEOPLE)) {
      expect(shown.split('\n').find((line) => line.includes(` ${email} `))).toContain(groups.join(', '));
    }
  });

  it('shows a first query that works as it is pasted', async () => {
    const command = /^A first query to paste:\n(.*)$/m.exec(program.stdout())?.[1] ?? '';
    // Read as bash and curl do, which a fresh machine may not have.
    const [, address = '', name = '', value = '', body = ''] =
      /^ {2}curl -s (\S+) -H '([\w-]+): (\S+)' -d '([^']+)'$/.exec(command) ?? [];
    const response = await fetch(address, { method: 'POST', headers: { [name]: value }, body });
    const stdout = await response.text();
    const { data } = JSON.parse(stdout) as { data: { courses: { items: { slug: string; mentor: unknown }[] } } };
    expect(data.courses.items.map(({ slug }) => slug).sort()).toEqual(PUBLISHED);
    expect(data.courses.items.map(({ mentor }) => mentor)).toContainEqual({ displayName: DEMO_PEOPLE.mentor.name });
  });

  it('writes a file for clients of AWS and one for those of this machine', () => {
    const outputs = copy.readJson('.kalpla/amplify_outputs.json') as { auth: Record<string, unknown> };
    const { user_pool_id, user_pool_client_id } = outputs.auth;
    expect(outputs).toMatchObject({
      version: expect.stringMatching(/^1/) as string,
      auth: { aws_region: 'us-east-1', user_pool_id: expect.stringMatching(/^us-east-1_/) as string },
      data: {
        aws_region: 'us-east-1',
        url: `${url()}/graphql`,
        api_key: expect.stringMatching(/^da2-/) as string,
        default_authorization_type: 'AMAZON_COGNITO_USER_POOLS',
      },
    });
    expect(config).toMatchObject({
      Auth: {
        Cognito: { userPoolId: user_pool_id, userPoolClientId: user_pool_client_id, userPoolEndpoint: url() },
      },
      // In capitals, or Amplify asks for real time by TLS.
      API: { GraphQL: { endpoint: `HTTP://127.0.0.1:${port}/graphql`, defaultAuthMode: 'userPool' } },
    });
  });
});

describe('an operator', () => {
  it('makes somebody a Mentor, in their account and in the tokens that they get from then on', async () => {
    const before = await signIn('student2');
    expect(decodeJwt(before.token)['cognito:groups']).toEqual(['Student']);

    const { code, stdout, stderr } = await admin('grant', 'student2@kalpla.test', 'Mentor');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toMatch(/^student2@kalpla\.test is in the group Mentor\..*\n$/);

    expect(await before.run('{ me { groups } }')).toEqual({ me: { groups: ['Student', 'Mentor'] } });
    const after = await signIn('student2');
    expect(decodeJwt(after.token)['cognito:groups']).toEqual(['Mentor', 'Student']);
  });

  it.each([
    [
      'a group that there is not',
      ['grant', 'student@kalpla.test', 'Boss'],
      /"Boss".*Student, Mentor, Moderator, Admin/,
    ],
    ['somebody who has not signed up', ['grant', 'nobody@kalpla.test', 'Admin'], /nobody@kalpla\.test/],
    ['nobody', ['grant'], /grant EMAIL GROUP/],
    ['a person but no group', ['grant', 'student@kalpla.test'], /grant EMAIL GROUP/],
    ['more than is asked for', ['grant', 'student@kalpla.test', 'Mentor', 'Admin'], /grant EMAIL GROUP/],
    ['nothing to do', [], /grant EMAIL GROUP/],
    ['a stage that there is not', ['grant', 'student@kalpla.test', 'Admin', '--stage', 'moon'], /"moon".*dev/],
  ])('who names %s is told in one line', async (_, args, message) => {
    const { code, stdout, stderr } = await admin(...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).toMatch(message);
  });

  it('with the wrong secret is refused', async () => {
    const { outputs } = copy.readJson('.kalpla/local-stage.json') as LocalStage;
    const pool = new CognitoIdentityProviderClient({
      endpoint: url(),
      region: outputs.region,
      credentials: { accessKeyId: 'local', secretAccessKey: 'guessed' },
    });
    const grant = pool.send(
      new AdminAddUserToGroupCommand({
        UserPoolId: outputs.userPoolId,
        Username: 'student@kalpla.test',
        GroupName: 'Admin',
      }),
    );
    await expect(grant).rejects.toMatchObject({ name: 'InvalidSignatureException' });
    expect(decodeJwt((await signIn('student')).token)['cognito:groups']).toEqual(['Student']);
  });
});

describe('a second start', () => {
  it.each([[[]], [['--fresh']]])('on the same port (%j) is refused in one line', async (args) => {
    const other = await outcome(copy, 'scripts/start.ts', { args, env: { KALPLA_PORT: String(port) } });
    expect(other).toMatchObject({ code: 1, stdout: '' });
    expect(other.stderr).toMatch(new RegExp(`^Kalpla did not start\\. Port ${port} is in use\\. .*KALPLA_PORT=.*\n$`));
  });

  it('on the same folder, at another port, is refused in one line', async () => {
    const other = await outcome(copy, 'scripts/start.ts', {
      args: ['--fresh'],
      env: { KALPLA_PORT: String(await freePort()) },
    });
    expect(other).toMatchObject({ code: 1, stdout: '' });
    expect(other.stderr).toMatch(new RegExp(`^Kalpla did not start\\. .*${url()}.*\n$`));
  });

  it('that was refused leaves alone what the first one keeps', async () => {
    expect(existsSync(join(copy.folder, '.kalpla', 'amplify.local.json'))).toBe(true);
    const student = await signIn('student');
    expect(await student.run(MY_PROGRESS)).toEqual(progressOf('serverless-graphql-on-aws', 5));
  });
});

const MY_PROGRESS = '{ myEnrollments { items { course { slug } progress { completed } } } }';
const progressOf = (slug: string, completed: number) => ({
  myEnrollments: { items: [{ course: { slug }, progress: { completed } }] },
});

describe('a backend that ended', () => {
  const slug = 'dynamodb-in-an-hour';
  let student2: Session;
  let courseId: string;
  let lessonIds: string[];
  const complete = (place: number) =>
    student2.run(COMPLETE_LESSON, { input: { courseId, lessonId: lessonIds[place] } });

  beforeAll(async () => {
    student2 = await signIn('student2');
    const { course } = await student2.run<{ course: { id: string; modules: { lessons: { id: string }[] }[] } }>(
      'query ($slug: String) { course(slug: $slug) { id modules { lessons { id } } } }',
      { slug },
    );
    courseId = course.id;
    lessonIds = course.modules.flatMap(({ lessons }) => lessons.map(({ id }) => id));
    await student2.run(ENROLL, { input: { courseId } });
  });

  it('in order knows an enrollment and a completed lesson when it is back', async () => {
    await complete(0);
    program.kill('SIGTERM');
    expect(await program.ended).toBe(0);
    expect(await enginesOf(copy)).toEqual([]);

    await restart();
    expect(await student2.run(MY_PROGRESS)).toEqual(progressOf(slug, 1));
  });

  it('by kill -9 knows them too, and its engine does not go on beside the next one', async () => {
    await complete(1);
    const [left] = await enginesOf(copy);
    program.kill('SIGKILL');
    expect(await program.ended).toBe('SIGKILL');

    await restart();
    const again = await signIn('student2');
    expect(await again.run(MY_PROGRESS)).toEqual(progressOf(slug, 2));
    const engines = await enginesOf(copy);
    expect(engines).toHaveLength(1);
    expect(engines).not.toContain(left);
  });

  it('and starts --fresh has forgotten all but the demo', async () => {
    program.kill('SIGINT');
    expect(await program.ended).toBe(0);

    await restart('--fresh');
    const again = await signIn('student2');
    expect(await again.run(MY_PROGRESS)).toEqual({ myEnrollments: { items: [] } });
    expect(decodeJwt(again.token)['cognito:groups']).toEqual(['Student']);
    await expect(student2.run('{ me { id } }')).rejects.toThrow('UnauthorizedException');
    expect(await (await signIn('student')).run(MY_PROGRESS)).toEqual(progressOf('serverless-graphql-on-aws', 5));
  });
});
