import { randomInt } from 'node:crypto';
import { AwsError } from '../errors.ts';

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  readonly temporaryPasswordValidityDays: number;
}

const LONGEST = 256;
const SYMBOLS = '^$*.[]{}()?-"!@#%&/\\,><\':;|_~`+=';
const isSymbol = (character: string): boolean => SYMBOLS.includes(character);

/** Throws the InvalidPasswordException of the first rule that a password breaks. */
export function checkPassword(password: string, policy: PasswordPolicy): void {
  if (password.length > LONGEST || !/^\S(.*\S)?$/su.test(password)) {
    throw new AwsError(
      'InvalidParameterException',
      `1 validation error detected: Value at 'password' failed to satisfy constraint: Member must have length less than or equal to ${LONGEST} and neither begin nor end with white space`,
    );
  }
  const broken = brokenRule(password, policy);
  if (broken) throw new AwsError('InvalidPasswordException', `Password did not conform with policy: ${broken}`);
}

function brokenRule(password: string, policy: PasswordPolicy): string | undefined {
  if ([...password].length < policy.minimumLength) return 'Password not long enough';
  if (policy.requireUppercase && !/[A-Z]/.test(password)) return 'Password must have uppercase characters';
  if (policy.requireLowercase && !/[a-z]/.test(password)) return 'Password must have lowercase characters';
  if (policy.requireNumbers && !/[0-9]/.test(password)) return 'Password must have numeric characters';
  // A space counts as a symbol in the middle of a password; checkPassword refuses it at the ends.
  if (policy.requireSymbols && ![...password].some((character) => isSymbol(character) || character === ' ')) {
    return 'Password must have symbol characters';
  }
  return undefined;
}

/** A temporary password with a character of each kind, whatever the policy requires. */
export function randomPassword(policy: PasswordPolicy): string {
  const kinds = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnopqrstuvwxyz', '23456789', '!#%*+-=?@_'];
  const length = Math.max(policy.minimumLength, 12);
  const characters = Array.from({ length }, (_, index) => {
    const kind = kinds[index % kinds.length] ?? '';
    return kind.charAt(randomInt(kind.length));
  });
  for (let index = characters.length - 1; index > 0; index -= 1) {
    const other = randomInt(index + 1);
    [characters[index], characters[other]] = [characters[other] ?? '', characters[index] ?? ''];
  }
  return characters.join('');
}
