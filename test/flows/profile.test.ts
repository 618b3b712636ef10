import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { statSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accountKey } from '../../model/keys.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import type { Client } from '../support/client.ts';
import { makeLearners } from '../support/learners.ts';
import { writingNothing } from '../support/nothing-written.ts';

let backend: TestBackend;

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());

const ME = '{ me { displayName timeZone version } }';
const UPDATE = `mutation ($input: UpdateProfileInput!) {
  updateProfile(input: $input) { displayName timeZone version }
}`;

async function newLearner() {
  const [learner] = await makeLearners(backend, 1);
  if (!learner) throw new Error('no learner');
  return learner;
}

/** Changes the account behind the API's back. */
async function changeAccount(sub: string, change: { expression: string; values?: Record<string, unknown> }) {
  const { table, tableName } = backend.operator;
  await table.send(
    new UpdateCommand({
      TableName: tableName,
      Key: accountKey(sub),
      UpdateExpression: change.expression,
      ExpressionAttributeNames: change.values ? { '#status': 'status' } : { '#timeZone': 'timeZone' },
      ...(change.values ? { ExpressionAttributeValues: change.values } : {}),
    }),
  );
}

/** The refusal, after making sure that nothing was written. */
function refused(client: Client, input: Record<string, unknown>) {
  return writingNothing(backend, () => client.refusal(UPDATE, { input }));
}

describe('given somebody who has chosen nothing yet', () => {
  it('when they ask who they are, then their zone is UTC', async () => {
    expect(await backend.as('student').run(ME)).toMatchObject({ me: { timeZone: 'UTC' } });
  });

  it('when they choose a zone and a name, then `me` has both, one version on', async () => {
    const learner = await newLearner();
    const first = { updateProfile: { displayName: 'A learner', timeZone: 'Asia/Kolkata', version: 2 } };
    expect(await learner.run(UPDATE, { input: { timeZone: 'Asia/Kolkata', version: 1 } })).toEqual(first);
    const second = { displayName: 'Zoë 🎓', timeZone: 'Asia/Kolkata', version: 3 };
    expect(await learner.run(UPDATE, { input: { displayName: ' Zoë 🎓 ', timeZone: null, version: 2 } })).toEqual({
      updateProfile: second,
    });
    expect(await learner.run(ME)).toEqual({ me: second });
  });

  it('when their account is of before there were zones and salts, then it is read and changed all the same', async () => {
    const learner = await newLearner();
    await changeAccount(learner.sub, { expression: 'REMOVE #timeZone, salt' });
    expect(await learner.run(ME)).toMatchObject({ me: { timeZone: 'UTC' } });
    expect(await learner.run(UPDATE, { input: { timeZone: 'Europe/Kyiv', version: 1 } })).toMatchObject({
      updateProfile: { timeZone: 'Europe/Kyiv', version: 2 },
    });
  });
});

describe('given a version that the caller has seen', () => {
  it('when the answer was lost and the call is repeated, then it is answered the same, and has one effect', async () => {
    const learner = await newLearner();
    const input = { displayName: 'Once', timeZone: 'Europe/Berlin', version: 1 };
    const first = await learner.run(UPDATE, { input });
    expect(await learner.run(UPDATE, { input })).toEqual(first);
    expect(await learner.run(ME)).toMatchObject({ me: { version: 2 } });
  });

  it('when two devices change it at once, then one is told of the Conflict', async () => {
    const learner = await newLearner();
    const answers = await Promise.all(
      ['One', 'Two'].map((displayName) =>
        learner.ask<{ updateProfile: { displayName: string } | null }>(UPDATE, { input: { displayName, version: 1 } }),
      ),
    );
    const outcomes = answers.map(({ data, errors }) => errors[0]?.errorType ?? data?.updateProfile?.displayName);
    expect(outcomes.filter((outcome) => outcome === 'Conflict')).toHaveLength(1);
    const kept = outcomes.find((outcome) => outcome !== 'Conflict');
    expect(await learner.run(ME)).toMatchObject({ me: { displayName: kept, version: 2 } });
  });

  it.each([2, 7, 2_147_483_647])(
    'when it is another than the account has (%d), then that is a Conflict',
    async (version) => {
      const learner = await newLearner();
      expect(await refused(learner, { displayName: 'Late', version })).toMatchObject({ errorType: 'Conflict' });
    },
  );

  it('when the account is suspended, then nothing changes, not even by a repeated call', async () => {
    const learner = await newLearner();
    await learner.run(UPDATE, { input: { displayName: 'Before', version: 1 } });
    await changeAccount(learner.sub, { expression: 'SET #status = :status', values: { ':status': 'SUSPENDED' } });
    for (const version of [1, 2]) {
      expect(await refused(learner, { displayName: 'Before', version })).toMatchObject({
        errorType: 'Forbidden',
        message: 'Your account is suspended.',
      });
    }
  });
});

describe('updateProfile refuses', () => {
  it.each([
    ['displayName', 'length', { displayName: '' }],
    ['displayName', 'length', { displayName: ' \u200b ' }],
    ['displayName', 'length', { displayName: 'x'.repeat(81) }],
    ['displayName', 'length', { displayName: 'x'.repeat(500_000) }],
    ['displayName', 'characters', { displayName: 'a\u0000b' }],
    ['displayName', 'characters', { displayName: '\ud83d' }],
    ['displayName', 'characters', { displayName: 'nimda\u202eadmin' }],
    ['displayName', 'characters', { displayName: 'two\nlines' }],
    ['displayName', 'atLeastOne', {}],
    ['displayName', 'atLeastOne', { displayName: null, timeZone: null }],
    ['timeZone', 'timeZone', { timeZone: '' }],
    ['timeZone', 'timeZone', { timeZone: 'Mars/Olympus_Mons' }],
    ['timeZone', 'timeZone', { timeZone: 'x'.repeat(100_000) }],
    ['version', 'range', { displayName: 'Fine', version: 0 }],
    ['version', 'range', { displayName: 'Fine', version: -1 }],
  ])('%s by its %s', async (field, rule, change) => {
    const refusal = await refused(backend.as('student2'), { version: 1, ...change });
    expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field, rule } });
    expect(refusal.message).toContain(`\`${field}\``);
  });

  it.each([{ groups: ['Admin'] }, { status: 'ACTIVE' }, { email: 'x@example.com' }, { salt: '0' }, { id: 'usr_x' }])(
    'what it does not know, %j, by the schema',
    async (extra) => {
      const refusal = await refused(backend.as('student2'), { displayName: 'Eve', version: 1, ...extra });
      expect(refusal.path).not.toEqual(['updateProfile']);
    },
  );
});

describe('given accounts that sign-up has made', () => {
  it('when one looks at the items, then each has a salt of its own, which no field of the API shows', async () => {
    const accounts = (await backend.items()).filter(({ sk }) => sk === 'ACCOUNT') as unknown as { salt?: string }[];
    const salts = accounts.map(({ salt }) => salt).filter((salt) => salt !== undefined);
    expect(salts.length).toBeGreaterThan(5);
    expect(salts.filter((salt) => !/^[0-9a-f]{32}$/.test(salt))).toEqual([]);
    expect(new Set(salts).size).toBe(salts.length);
    const { errors } = await backend.as('student').ask('{ me { salt } }');
    expect(errors).toHaveLength(1);
  });
});

describe('the resolver with all zones', () => {
  it('stays far below what AppSync takes', () => {
    expect(statSync('build/resolvers/people/Mutation.updateProfile.1-read.js').size).toBeLessThan(32_768 / 2);
  });
});

const WHOLE = '{ me { displayName bio privacy language birthYear consents { kind granted textVersion } version } }';
const CHANGE =
  'mutation ($input: UpdateProfileInput!) { updateProfile(input: $input) { bio privacy language birthYear version } }';
const PROFILE = 'query ($userId: ID!) { profile(userId: $userId) { id displayName bio limited } }';
const SET_CONSENT = 'mutation ($input: SetConsentInput!) { setConsent(input: $input) { kind granted at textVersion } }';
const CONSENTS = '{ consentHistory { items { kind granted at textVersion } nextToken } }';

describe('what a person says of themself', () => {
  it('is nothing at first, and what they chose afterwards; an empty bio takes it away', async () => {
    const learner = await newLearner();
    const first = { bio: null, privacy: 'MEMBERS', language: 'en', birthYear: null, consents: [], version: 1 };
    expect(await learner.run(WHOLE)).toMatchObject({ me: first });
    const chosen = { bio: 'I teach bees.\nAnd ants. 👩‍🏫', privacy: 'PUBLIC', language: 'pt-BR', birthYear: 1990 };
    const answer = { updateProfile: { ...chosen, version: 2 } };
    expect(await learner.run(CHANGE, { input: { ...chosen, version: 1 } })).toEqual(answer);
    expect(await learner.run(CHANGE, { input: { ...chosen, version: 1 } })).toEqual(answer);
    expect(await learner.run(CHANGE, { input: { bio: ' ', version: 2 } })).toMatchObject({
      updateProfile: { bio: null, privacy: 'PUBLIC' },
    });
    expect(await learner.run(CHANGE, { input: { bio: ' ', version: 2 } })).toMatchObject({
      updateProfile: { version: 3 },
    });
  });

  it('is seen by whom they let, and never the year of birth', async () => {
    const learner = await newLearner();
    const variables = { userId: `usr_${learner.sub}` };
    const seen = async (privacy: string, version: number) => {
      await learner.run(CHANGE, { input: { bio: 'Bees', birthYear: 1990, privacy, version } });
      const answers = [backend.anybody, backend.as('student'), backend.as('admin'), learner].map(async (client) => {
        const { profile } = await client.run<{ profile: { bio: string | null; limited: boolean } }>(PROFILE, variables);
        return profile.limited ? null : profile.bio;
      });
      return Promise.all(answers);
    };
    expect(await seen('PUBLIC', 1)).toEqual(['Bees', 'Bees', 'Bees', 'Bees']);
    expect(await seen('MEMBERS', 2)).toEqual([null, 'Bees', 'Bees', 'Bees']);
    expect(await seen('PRIVATE', 3)).toEqual([null, null, null, 'Bees']);
    const { user } = await backend
      .as('admin')
      .run<{ user: object }>('query ($id: ID!) { user(id: $id) { birthYear consents { kind } } }', {
        id: variables.userId,
      });
    expect(user).toEqual({ birthYear: null, consents: [] });
    await changeAccount(learner.sub, { expression: 'SET #status = :status', values: { ':status': 'SUSPENDED' } });
    expect(await backend.as('student').run(PROFILE, variables)).toMatchObject({
      profile: { limited: true, bio: null },
    });
  });

  it.each([`usr_${'0'.repeat(36)}`, 'usr_x', 'crs_x', ''])('is nothing where there is nobody: %s', async (userId) => {
    expect((await backend.anybody.refusal(PROFILE, { userId })).errorType).toBe('NotFound');
  });

  it.each([
    ['displayName', 'Ada\u202eadA'],
    ['displayName', 'Ad\u200ba'],
    ['displayName', 'Ada\u200d'],
    ['displayName', 'A\u00adda'],
    ['bio', 'nul \u0000'],
    ['bio', 'half \ud83d'],
    ['bio', 'turned \u2066'],
    ['bio', 'x'.repeat(2001)],
    ['language', 'german'],
    ['language', 'de_DE'],
    ['language', 'x'.repeat(1_000_000)],
    ['birthYear', 1899],
    ['birthYear', 2999],
  ])('is not %s %j', async (field, value) => {
    const learner = await newLearner();
    expect(await refused(learner, { [field]: value, version: 1 })).toMatchObject({
      errorType: 'Validation',
      errorInfo: { field },
    });
  });
});

describe('consent', () => {
  it('is noted with the text and the time, once for each answer, and every answer is kept', async () => {
    const learner = await newLearner();
    const say = (granted: boolean) =>
      learner.run<{ setConsent: object }>(SET_CONSENT, { input: { kind: 'VOICE_RECORDING', granted } });
    const first = await say(true);
    expect(first.setConsent).toMatchObject({ granted: true, textVersion: '2026-11-01' });
    expect(await writingNothing(backend, () => say(true))).toEqual(first);
    await say(false);
    const { me } = await learner.run<{ me: object }>(WHOLE);
    expect(me).toMatchObject({ consents: [{ kind: 'VOICE_RECORDING', granted: false }] });
    const { consentHistory } = await learner.run<{ consentHistory: { items: object[] } }>(CONSENTS);
    expect(consentHistory.items).toMatchObject([{ granted: false }, { granted: true }]);
  });

  it('can not be given by who is suspended', async () => {
    const learner = await newLearner();
    await changeAccount(learner.sub, { expression: 'SET #status = :status', values: { ':status': 'SUSPENDED' } });
    const input = { kind: 'VOICE_PROCESSING', granted: true };
    const refusal = await writingNothing(backend, () => learner.refusal(SET_CONSENT, { input }));
    expect(refusal.errorType).toBe('Forbidden');
  });
});
