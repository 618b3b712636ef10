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
    expect(statSync('build/resolvers/people/Mutation.updateProfile.js').size).toBeLessThan(32_768 / 2);
  });
});
