import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newCode, NO_CODE, tryCode } from '../../../local/cognito/codes.ts';
import { afterFailure, isLocked, NO_FAILURES } from '../../../local/cognito/lockout.ts';
import { checkPassword, randomPassword } from '../../../local/cognito/password-policy.ts';
import { Seal } from '../../../local/cognito/seal.ts';
import { createVerifier, isPassword } from '../../../local/cognito/srp.ts';

describe('a password', () => {
  test('is known by its verifier, and no other is', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (password, other) => {
        const kept = createVerifier('AbCdEf123', 'ada', password);
        expect(isPassword('AbCdEf123', 'ada', password, kept)).toBe(true);
        expect(isPassword('AbCdEf123', 'ada', other, kept)).toBe(other === password);
        expect(isPassword('AbCdEf123', 'eve', password, kept)).toBe(false);
      }),
      { numRuns: 20 },
    );
  });

  test('that is made up satisfies the strictest policy', () => {
    fc.assert(
      fc.property(fc.integer({ min: 6, max: 99 }), (minimumLength) => {
        const rules = { requireUppercase: true, requireLowercase: true, requireNumbers: true, requireSymbols: true };
        const policy = { minimumLength, ...rules, temporaryPasswordValidityDays: 7 };
        expect(() => checkPassword(randomPassword(policy), policy)).not.toThrow();
      }),
    );
  });
});

test('the n-th failure in a row locks for 2^(n-5) seconds, at most 15 minutes', () => {
  let [failures, now] = [NO_FAILURES, Date.now()];
  for (let count = 1; count <= 20; count += 1) {
    failures = afterFailure(failures, now);
    const lock = count < 5 ? 0 : Math.min(2 ** (count - 5), 900) * 1000;
    expect(failures.lockedUntil).toBe(now + lock);
    expect(isLocked(failures, now + lock)).toBe(false);
    now += Math.min(lock, 899_000);
  }
  expect(afterFailure(failures, failures.lastAttemptAt + 900_000).count).toBe(1);
});

test('however codes are asked for, an hour holds no more than five wrong guesses', () => {
  const steps = fc.array(fc.record({ resend: fc.boolean(), minutes: fc.integer({ min: 0, max: 20 }) }), {
    maxLength: 60,
  });
  fc.assert(
    fc.property(steps, (taken) => {
      let [state, now] = [newCode(NO_CODE, 86_400_000, 0) as ReturnType<typeof tryCode>['state'], 0];
      const misses: number[] = [];
      for (const { resend, minutes } of taken) {
        now += minutes * 60_000;
        const recent = state.sentAt.filter((time) => now - time < 3_600_000);
        if (resend && recent.length < 20) state = newCode(state, 86_400_000, now);
        const tried = tryCode(state, 'wrong!', now);
        if (tried.error?.code === 'CodeMismatchException') misses.push(now);
        state = tried.state;
      }
      for (const miss of misses) {
        expect(misses.filter((time) => time >= miss && time - miss < 3_600_000).length).toBeLessThanOrEqual(5);
      }
    }),
  );
});

test('what is sealed opens unchanged, only for its purpose, and not if a byte differs', () => {
  const seal = new Seal(Buffer.alloc(32, 7));
  fc.assert(
    fc.property(fc.jsonValue(), fc.nat(), (value, position) => {
      const sealed = seal.close('one', value);
      expect(seal.open('one', sealed)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(seal.open('other', sealed)).toBeUndefined();
      const index = position % sealed.length;
      sealed.writeUInt8(sealed.readUInt8(index) ^ 1, index);
      expect(seal.open('one', sealed)).toBeUndefined();
    }),
  );
});
