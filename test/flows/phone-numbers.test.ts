import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accountKey, phoneCodeKey } from '../../model/keys.ts';
import type { PhoneCodeItem } from '../../model/phone.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { makeLearners, signedIn, type Learner } from '../support/learners.ts';
import { idle, lever, moveClock } from '../support/levers.ts';
import { ADD_PHONE, codeSentTo, provePhone, REMOVE_PHONE, texts, VERIFY_PHONE } from '../support/messages.ts';
import { storedItem } from '../support/reviews.ts';

let backend: TestBackend;
let learner: Learner;
let number: string;
let nth = 0;

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(async () => {
  await idle(backend);
  await backend.stop();
});
beforeEach(async () => {
  const [made] = await makeLearners(backend, 1);
  await signIn(made!.sub);
  nth += 1;
  number = `+155555501${String(nth).padStart(2, '0')}`;
});

/** With a token of this moment: the clock is moved on below. */
async function signIn(sub: string): Promise<void> {
  const client = await signedIn(backend, sub);
  learner = { sub, ...client };
}

const add = (phoneNumber = number) => learner.run(ADD_PHONE, { input: { phoneNumber } });
const verify = (code: string) => learner.run(VERIFY_PHONE, { input: { code } });
const another = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
const phoneShown = async () => (await learner.run<{ me: { phoneNumber: string | null } }>('{ me { phoneNumber } }')).me;
const later = async (advance: string): Promise<void> => {
  await moveClock(backend, { advance });
  await signIn(learner.sub);
};
const masked = () => `+*******${number.slice(-4)}`;

describe('a phone number', () => {
  it('is proven by the code that came to it, shown masked, and removed again', async () => {
    expect(await add()).toMatchObject({ addPhoneNumber: { masked: masked(), verified: false } });
    expect(await phoneShown()).toEqual({ phoneNumber: null });
    const code = codeSentTo(backend, number);
    const proven = { masked: masked(), verified: true, codeExpiresAt: null };
    expect(await verify(code)).toEqual({ verifyPhoneNumber: proven });
    // Who did not hear the answer asks again.
    expect(await verify(code)).toEqual({ verifyPhoneNumber: proven });
    expect(await add()).toEqual({ addPhoneNumber: proven });
    expect(await phoneShown()).toEqual({ phoneNumber: masked() });
    const gone = { removePhoneNumber: { masked: null, verified: false, codeExpiresAt: null } };
    expect(await learner.run(REMOVE_PHONE)).toEqual(gone);
    expect(await learner.run(REMOVE_PHONE)).toEqual(gone);
    expect(await phoneShown()).toEqual({ phoneNumber: null });
    expect(await learner.refusal(VERIFY_PHONE, { input: { code } })).toMatchObject({ errorType: 'Validation' });
    expect(texts(backend, number)).toHaveLength(1);
  });

  it('stands in no event and no log, and of its code there is a hash alone', async () => {
    await provePhone(backend, learner, number);
    const code = codeSentTo(backend, number);
    const item = await storedItem<PhoneCodeItem>(backend, phoneCodeKey(learner.sub));
    expect(item?.waiting?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(JSON.stringify(item)).not.toContain(`"${code}"`);
    await idle(backend);
    const events = JSON.stringify(await lever(backend, 'GET', 'events'));
    expect(events).toContain(learner.sub);
    expect([events.includes(number), events.includes(code), events.includes('PHONE-CODE')]).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('comes as a transactional message that fits one text', async () => {
    await add();
    const [message] = backend.cloud.cloud.outbox.list({ to: number, channel: 'SMS' });
    expect(message?.headers).toMatchObject({ 'AWS.SNS.SMS.SMSType': 'Transactional' });
    expect(message?.text.length).toBeLessThanOrEqual(160);
  });

  it.each(['15555550100', '+1 555 555 0100', '+05555550100', '+1234567890123456', '+1555', '+1555555O100', ''])(
    'is refused as %j',
    async (phoneNumber) => {
      expect(await learner.refusal(ADD_PHONE, { input: { phoneNumber } })).toMatchObject({
        errorType: 'Validation',
        errorInfo: { field: 'phoneNumber', rule: 'format' },
      });
      expect(await storedItem(backend, phoneCodeKey(learner.sub))).toBeNull();
    },
  );

  it('that has replied STOP is refused, and nothing is sent', async () => {
    await add();
    await lever(backend, 'POST', 'faults', { service: 'sns', operation: 'Deliver', kind: 'error', count: 1 });
    await later('PT2M');
    await add();
    await later('PT2M');
    expect(await learner.refusal(ADD_PHONE, { input: { phoneNumber: number } })).toMatchObject({
      errorType: 'Validation',
      errorInfo: { field: 'phoneNumber', rule: 'optedOut' },
    });
    expect(texts(backend, number)).toHaveLength(1);
  });

  it('that could not be sent to is not waited for', async () => {
    await lever(backend, 'POST', 'faults', { service: 'sns', operation: 'Publish', kind: 'error', count: 1 });
    expect(await learner.refusal(ADD_PHONE, { input: { phoneNumber: number } })).toMatchObject({
      errorType: 'Internal',
    });
    expect((await storedItem<PhoneCodeItem>(backend, phoneCodeKey(learner.sub)))?.waiting).toBeUndefined();
  });

  it('is nobody’s whose account is suspended', async () => {
    await add();
    const { table, tableName } = backend.operator;
    await table.send(
      new UpdateCommand({
        TableName: tableName,
        Key: accountKey(learner.sub),
        UpdateExpression: 'SET #status = :status',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: { ':status': 'SUSPENDED' },
      }),
    );
    const refused = [
      await learner.refusal(VERIFY_PHONE, { input: { code: codeSentTo(backend, number) } }),
      await learner.refusal(ADD_PHONE, { input: { phoneNumber: number } }),
      await learner.refusal(REMOVE_PHONE),
    ];
    expect(refused.map(({ errorType }) => errorType)).toEqual(['Forbidden', 'Forbidden', 'Forbidden']);
  });
});

describe('codes', () => {
  it('are sent once a minute at most, and five times a day, to one person', async () => {
    await add();
    await add();
    expect(texts(backend, number)).toHaveLength(1);
    expect(await learner.refusal(ADD_PHONE, { input: { phoneNumber: '+15555550777' } })).toMatchObject({
      errorType: 'RateLimited',
    });
    for (let sent = 1; sent < 5; sent += 1) {
      await later('PT1M');
      await add();
    }
    await later('PT1M');
    expect(await learner.refusal(ADD_PHONE, { input: { phoneNumber: '+15555550777' } })).toMatchObject({
      errorType: 'RateLimited',
    });
    expect([texts(backend, number).length, texts(backend, '+15555550777').length]).toEqual([5, 0]);
    await later('PT24H');
    await add();
    expect(texts(backend, number)).toHaveLength(6);
  });

  it('are sent to one number no more often, whoever asks', async () => {
    const others = await makeLearners(backend, 6);
    const asked = await Promise.all(
      others.map(async ({ sub }) => (await signedIn(backend, sub)).ask(ADD_PHONE, { input: { phoneNumber: number } })),
    );
    const refused = asked.flatMap(({ errors }) => errors.map(({ errorType }) => errorType));
    expect([texts(backend, number).length, new Set(refused)]).toEqual([1, new Set(['RateLimited'])]);
  });

  it('are good for five tries: fifty guesses at once are five, and the right one comes too late', async () => {
    await add();
    const code = codeSentTo(backend, number);
    const guesses = await Promise.all(
      Array.from({ length: 50 }, () => learner.ask(VERIFY_PHONE, { input: { code: another(code) } })),
    );
    const rules = guesses.flatMap(({ errors }) => errors.map(({ errorInfo }) => (errorInfo as { rule: string }).rule));
    expect(rules.filter((rule) => rule === 'match')).toHaveLength(5);
    expect(rules).toHaveLength(50);
    expect(await learner.refusal(VERIFY_PHONE, { input: { code } })).toMatchObject({ errorInfo: { rule: 'expired' } });
    expect(await phoneShown()).toEqual({ phoneNumber: null });
  });

  it('are good for ten minutes', async () => {
    await add();
    const code = codeSentTo(backend, number);
    await later('PT10M');
    expect(await learner.refusal(VERIFY_PHONE, { input: { code } })).toMatchObject({ errorInfo: { rule: 'expired' } });
  });

  it('prove nothing for somebody else', async () => {
    await add();
    const [other] = await makeLearners(backend, 1);
    const code = codeSentTo(backend, number);
    const client = await signedIn(backend, other!.sub);
    expect(await client.refusal(VERIFY_PHONE, { input: { code } })).toMatchObject({ errorInfo: { rule: 'expired' } });
    expect(await verify(code)).toMatchObject({ verifyPhoneNumber: { verified: true } });
  });
});
