import type { Context } from '@aws-appsync/utils';
import { util } from '@aws-appsync/utils';
import type { MutationUpdateProfileArgs, UpdateProfileInput } from '../../generated/schema.ts';
import { MAX_BIO_LENGTH, MAX_NAME_LENGTH, type AccountItem } from '../../model/account.ts';
import { conflict, invalid, type Fault } from '../../model/errors.ts';
import { uploadUlidOf } from '../../model/ids.ts';
import { language } from '../../model/language.ts';
import type { MediaFile } from '../../model/media-file.ts';
import { nameOrderOf } from '../../model/search-terms.ts';
import { timeZone } from '../../model/time-zones.ts';
import { firstOf, line, range, text } from '../../model/validation.ts';
import { visibleText } from '../../model/visible-text.ts';

/** What the steps of `updateProfile` tell each other. */
interface ProfileStash {
  /** The picture that is asked for. */
  picture?: MediaFile | null;
  /** The account as a transaction makes it. */
  after?: AccountItem;
}

export type ProfileContext<Result = unknown> = Context<MutationUpdateProfileArgs, ProfileStash, { result: Result }>;

export const STALE = conflict('Your account has changed since you read it. Query `me` again, then decide.');

const FIELDS = ['displayName', 'bio', 'privacy', 'language', 'birthYear', 'timeZone'] as const;

/** Attributes that the input changes; an empty one goes. Null means the same as left out. */
export function profileChanges(input: UpdateProfileInput): Record<string, string | number> {
  const changes: Record<string, string | number> = {};
  for (const field of FIELDS) {
    const value = input[field];
    if (value !== null && value !== undefined) changes[field] = typeof value === 'string' ? value.trim() : value;
  }
  const { displayName } = changes;
  if (typeof displayName === 'string') changes['nameOrder'] = nameOrderOf(util.str.normalize(displayName, 'nfd'));
  return changes;
}

/** Whether the picture is to change. In AppSync's JavaScript what is left out equals null, but for its name. */
export function changesPicture(input: UpdateProfileInput): boolean {
  return Object.keys(input).includes('avatarUploadId');
}

function hasPicture(input: UpdateProfileInput, { avatar }: AccountItem): boolean {
  if (!changesPicture(input)) return true;
  const uploadId = input.avatarUploadId ?? null;
  if (uploadId === null || !avatar) return uploadId === null && !avatar;
  return avatar.ulid === uploadUlidOf(uploadId);
}

/** The very change that is asked for has been made already: a repeated call is answered with it. */
export function isDone(input: UpdateProfileInput, account: AccountItem): boolean {
  const changes = profileChanges(input);
  const standing = account as unknown as Record<string, unknown>;
  return (
    account.version === input.version + 1 &&
    hasPicture(input, account) &&
    Object.keys(changes).every((name) => (standing[name] ?? '') === changes[name])
  );
}

function wrongBio({ bio }: UpdateProfileInput): Fault | null {
  if (!bio) return null;
  if (bio.length > MAX_BIO_LENGTH) {
    return invalid('bio', 'length', `Give \`bio\` up to ${MAX_BIO_LENGTH} characters; it has ${bio.length}.`);
  }
  return text('bio', bio) ?? visibleText('bio', bio, MAX_BIO_LENGTH);
}

export function wrongProfile(input: UpdateProfileInput): Fault | null {
  const year = +util.time.nowISO8601().slice(0, 4);
  return firstOf([
    range('version', input.version, 1, 2_147_483_647),
    line('displayName', input.displayName, 1, MAX_NAME_LENGTH),
    visibleText('displayName', input.displayName, MAX_NAME_LENGTH),
    wrongBio(input),
    language('language', input.language),
    range('birthYear', input.birthYear, 1900, year),
    timeZone('timeZone', input.timeZone),
    changesPicture(input) || FIELDS.some((field) => input[field] !== null && input[field] !== undefined)
      ? null
      : invalid(
          'displayName',
          'atLeastOne',
          `Give at least one of ${FIELDS.map((field) => `\`${field}\``).join(', ')}, \`avatarUploadId\`.`,
        ),
  ]);
}
