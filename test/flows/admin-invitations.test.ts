import { randomUUID } from 'node:crypto';
import { Amplify } from 'aws-amplify';
import {
  confirmSignIn,
  fetchAuthSession,
  setUpTOTP,
  signIn,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { tokenClient } from '../support/client.ts';
import { auditTrail, planFault, trailSettles } from '../support/audit.ts';
import { idle } from '../support/levers.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { INVITE, makePerson, RESEND, RESET_MFA, SET_GROUPS, SUSPEND, USER_HISTORY, USERS } from '../support/people.ts';

let backend: TestBackend;
beforeAll(async () => {
  backend = await startTestBackend();
  Amplify.configure(backend.amplify);
});
afterAll(() => backend.stop());

interface Invited {
  readonly inviteUser: { readonly id: string; readonly email: string; readonly groups: string[] };
}

const input = (more: object = {}) => ({ clientToken: randomUUID(), email: `${randomUUID()}@example.com`, ...more });
const invite = (given: object) => backend.as('admin').run<Invited>(INVITE, { input: given });
const invitations = (to: string) =>
  backend.cloud.cloud.outbox.list({ to }).filter(({ text }) => text.includes('temporary password'));

describe('given somebody who has not signed up', () => {
  it('when an Admin invites them, then they sign in with what was mailed, as what they were invited as', async () => {
    const given = input({ displayName: 'Mira Neu', groups: ['Mentor', 'Student'] });
    const { inviteUser } = await invite(given);
    expect(inviteUser).toMatchObject({ email: given.email, groups: ['Student', 'Mentor'], displayName: 'Mira Neu' });
    const [mail] = invitations(given.email);
    const [, password = ''] = /temporary password is (\S+?)\.?\s*$/m.exec(mail?.text ?? '') ?? [];
    const { nextStep } = await signIn({ username: given.email, password });
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_NEW_PASSWORD_REQUIRED');
    await confirmSignIn({ challengeResponse: 'Kalpla-mine-1' });
    const { tokens } = await fetchAuthSession();
    await signOut();
    expect([...((tokens?.accessToken.payload['cognito:groups'] as string[] | undefined) ?? [])].sort()).toEqual([
      'Mentor',
      'Student',
    ]);
    const client = tokenClient(backend.outputs.graphqlUrl, tokens?.accessToken.toString() ?? '');
    expect(await client.run('{ me { id displayName groups } }')).toMatchObject({ me: { id: inviteUser.id } });
    const { users } = await backend
      .as('admin')
      .run<{ users: { items: { id: string }[] } }>(USERS, { group: 'Mentor', namePrefix: 'Mira N' });
    expect(users.items.map(({ id }) => id)).toEqual([inviteUser.id]);
    const refusal = await backend.as('admin').refusal(RESEND, { input: { userId: inviteUser.id } });
    expect(refusal.errorType).toBe('Conflict');
  });

  it('when the call is repeated, ten times at once too, then there is one person and one mail', async () => {
    const given = input();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => backend.as('admin').ask<Invited>(INVITE, { input: given })),
    );
    const refusals = answers.flatMap(({ errors }) => errors.map(({ errorType }) => errorType));
    expect(refusals.filter((type) => type !== 'RateLimited')).toEqual([]);
    const { inviteUser } = await invite(given);
    expect(inviteUser.groups).toEqual(['Student']);
    expect(await writingNothing(backend, () => invite(given))).toEqual({ inviteUser });
    expect(invitations(given.email)).toHaveLength(1);
  });

  it('when the first call breaks off after the mail, then the next one goes on, without another mail', async () => {
    const given = input({ groups: ['Moderator'] });
    await planFault(backend, { service: 'cognito', operation: 'AdminAddUserToGroup', kind: 'error', count: 20 });
    expect((await backend.as('admin').ask(INVITE, { input: given })).errors[0]?.errorType).toBe('Internal');
    await fetch(`${backend.url}/_local/faults`, { method: 'DELETE' });
    expect((await invite(given)).inviteUser.groups).toEqual(['Moderator']);
    expect(invitations(given.email)).toHaveLength(1);
  });

  it('when they have lost the mail, then an Admin has another one sent', async () => {
    const given = input();
    const { inviteUser } = await invite(given);
    await backend.as('admin').run(RESEND, { input: { userId: inviteUser.id } });
    expect(invitations(given.email)).toHaveLength(2);
  });
});

describe('given somebody who is there', () => {
  it('when they are invited, in any writing, then that is a Conflict that names them, and nobody is mailed', async () => {
    const person = await makePerson(backend);
    for (const email of [person.email, person.email.toUpperCase()]) {
      const refusal = await backend.as('admin').refusal(INVITE, { input: input({ email }) });
      expect(refusal).toMatchObject({ errorType: 'Conflict', message: expect.stringContaining(person.id) as unknown });
    }
    expect(invitations(person.email)).toEqual([]);
  });

  it('when the same token comes with another address, then that is a Conflict', async () => {
    const given = input();
    await invite(given);
    const other = { ...given, email: `${randomUUID()}@example.com` };
    expect((await backend.as('admin').refusal(INVITE, { input: other })).errorType).toBe('Conflict');
  });

  it.each([
    ['email', { email: 'a\u200bda@example.com' }],
    ['displayName', { displayName: 'Ad\u202ea' }],
    ['groups', { groups: [] }],
    ['clientToken', { clientToken: '' }],
  ])('a wrong %s is a Validation', async (field, wrong) => {
    const refusal = await writingNothing(backend, () => backend.as('admin').refusal(INVITE, { input: input(wrong) }));
    expect([refusal.errorType, refusal.message]).toEqual([
      expect.stringMatching(/Validation/),
      expect.stringContaining(field),
    ]);
  });
});

describe('given somebody who has lost their authenticator app', () => {
  it('when an Admin resets it, then the sign-in asks for no code', async () => {
    const person = await makePerson(backend);
    await signIn({ username: person.email, password: 'Kalpla-demo-1' });
    const { sharedSecret } = await setUpTOTP();
    const totp = new TOTP({ secret: Secret.fromBase32(sharedSecret) });
    await verifyTOTPSetup({ code: totp.generate({ timestamp: backend.cloud.cloud.clock.now() }) });
    await updateMFAPreference({ totp: 'PREFERRED' });
    await signOut();
    const { nextStep } = await signIn({ username: person.email, password: 'Kalpla-demo-1' });
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_TOTP_CODE');
    await signOut();
    await backend.as('admin').run(RESET_MFA, { input: { userId: person.id, reason: 'Lost the phone' } });
    await expect(person.signIn()).resolves.toBeDefined();
    const { userHistory } = await backend
      .as('admin')
      .run<{ userHistory: { items: object[] } }>(USER_HISTORY, { userId: person.id, limit: 1 });
    expect(userHistory.items).toMatchObject([{ action: 'MFA_RESET', reason: 'Lost the phone' }]);
  });
});

describe('the audit trail', () => {
  it('says which Admin did what to whom, and nothing of why', async () => {
    const { inviteUser } = await invite(input({ displayName: 'Secretive Name' }));
    const userId = inviteUser.id;
    await backend
      .as('admin')
      .run(SET_GROUPS, { input: { userId, groups: ['Student', 'Mentor'], reason: 'Very private' } });
    await backend.as('admin').run(SUSPEND, { input: { userId, reason: 'Very private' } });
    await idle(backend);
    await trailSettles(backend);
    const { me } = await backend.as('admin').run<{ me: { id: string } }>('{ me { id } }');
    const entries = await auditTrail(backend, { personId: userId });
    const of = (origin: string) => entries.find((entry) => entry.origin === origin && entry.entity === 'Account');
    expect(of('Mutation.inviteUser')).toMatchObject({ actorId: me.id, facts: ['account.created'] });
    expect(of('Mutation.setUserGroups')).toMatchObject({ actorId: me.id, type: 'groups.changed' });
    expect(of('Mutation.suspendUser')).toMatchObject({ actorId: me.id, type: 'account.suspended' });
    const told = JSON.stringify(entries);
    expect(told).not.toContain('private');
    expect(told).not.toContain('Secretive');
    expect(told).not.toContain(inviteUser.email);
  });
});
