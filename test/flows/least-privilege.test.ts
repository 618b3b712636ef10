import { ConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '../../seed/people.ts';
import { openSession } from '../../seed/session.ts';
import { startTestBackend } from '../support/backend.ts';
import { ENROLL, writeCourse } from '../support/courses.ts';
import { writingNothing } from '../support/nothing-written.ts';

interface Template {
  readonly Resources: Record<
    string,
    { Type: string; Properties: { PolicyDocument?: { Statement: { Action: string | string[] }[] } } }
  >;
}

/** Takes one action out of every Allow statement of one template. */
function withoutAction(folder: string, template: string, action: string): void {
  const [path] = globSync(join(folder, template));
  if (!path) throw new Error(`There is no ${template}`);
  const parsed = JSON.parse(readFileSync(path, 'utf8')) as Template;
  for (const { Properties } of Object.values(parsed.Resources)) {
    const document = Properties.PolicyDocument;
    if (!document) continue;
    document.Statement = document.Statement.map((statement) => ({
      ...statement,
      Action: [statement.Action].flat().filter((name) => name !== action),
    })).filter(({ Action }) => Action.length > 0);
  }
  writeFileSync(path, JSON.stringify(parsed));
}

describe('least privilege', () => {
  it('without one statement breaks its feature, and the terminal names action, resource and role', async () => {
    const backend = await startTestBackend({
      changeAssembly: (folder) => {
        withoutAction(folder, 'ApiLearning*.nested.template.json', 'dynamodb:PutItem');
      },
    });
    try {
      const course = await writeCourse(backend.as('mentor'));
      const refusal = await writingNothing(backend, () =>
        backend.as('student2').refusal(ENROLL, { input: { courseId: course.id } }),
      );
      expect(refusal).toMatchObject({ errorType: 'Internal' });
      expect(JSON.stringify(refusal)).not.toMatch(/arn:|dynamodb|Kalpla-dev/i);

      const [denial = ''] = backend.printed.filter((line) => line.includes('dynamodb:PutItem'));
      expect(denial).toContain(`table/${backend.outputs.tableName}`);
      expect(denial).toMatch(/role \S*Learning\S*SourceRole/i);
    } finally {
      await backend.stop();
    }
  });

  it('keeps what enrolls learners away from accounts', async () => {
    const backend = await startTestBackend({
      changeAssembly: (folder) => {
        const [path = ''] = globSync(join(folder, 'ApiLearning*.nested.template.json'));
        // A resolver gone wrong: enrollments are put where accounts are.
        const template = readFileSync(path, 'utf8')
          .replaceAll('"LEARNER#"', '"USER#"')
          .replaceAll('LEARNER#${', 'USER#${');
        writeFileSync(path, template.replaceAll('\\"LEARNER#\\"', '\\"USER#\\"'));
      },
    });
    try {
      const course = await writeCourse(backend.as('mentor'));
      const refusal = await backend.as('student2').refusal(ENROLL, { input: { courseId: course.id } });
      expect(refusal.errorType).toBe('Internal');
      expect(backend.printed.join()).toContain('is not authorized to perform: dynamodb:PutItem');
    } finally {
      await backend.stop();
    }
  });

  it('holds for functions too: without its statement a sign-up makes no account, and `me` mends that', async () => {
    const backend = await startTestBackend({
      changeAssembly: (folder) => {
        withoutAction(folder, 'Identity.template.json', 'dynamodb:PutItem');
      },
    });
    const email = 'new@example.com';
    const { pool } = backend.operator;
    const ClientId = backend.outputs.userPoolClientId;
    try {
      await pool.send(
        new SignUpCommand({
          ClientId,
          Username: email,
          Password: DEMO_PASSWORD,
          UserAttributes: [{ Name: 'email', Value: email }],
        }),
      );
      const [message] = backend.cloud.cloud.outbox.list({ to: email });
      const ConfirmationCode = /\d{6}/.exec(message?.text ?? '')?.[0];
      const confirmation = pool.send(new ConfirmSignUpCommand({ ClientId, Username: email, ConfirmationCode }));
      await expect(confirmation).rejects.toMatchObject({ name: 'UserLambdaValidationException' });
      expect(backend.printed.join('\n')).toMatch(/dynamodb:PutItem.*role \S*PostConfirmationRole/);

      const person = await openSession(backend.amplify, email, DEMO_PASSWORD);
      expect(await person.run('{ me { email groups } }')).toEqual({ me: { email, groups: ['Student'] } });
    } finally {
      await backend.stop();
    }
  });
});
