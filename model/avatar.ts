import type { Avatar, MediaUrl } from '../generated/schema.ts';
import { isLimited, type AccountItem, type Look } from './account.ts';
import type { MediaFile } from './media-file.ts';

/** How many people's pictures can be asked for at once. */
export const MOST_AVATARS = 100;

/** The picture of a person for this viewer; null without one, and where privacy hides it from them. */
export function avatarFor(account: AccountItem, look: Look): MediaFile | null {
  return account.avatar && !isLimited(account, look) ? account.avatar : null;
}

export function toAvatar(userId: string, { url, expiresAt }: MediaUrl): Avatar {
  return { userId, url, expiresAt };
}
