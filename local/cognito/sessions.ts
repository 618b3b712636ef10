import { createHash, randomUUID } from 'node:crypto';
import { AwsError } from '../errors.ts';
import type { UserPoolClient } from './client-settings.ts';
import type { Seal } from './seal.ts';

/** What began with a sign-in: it ends when its refresh tokens do. Times in milliseconds. */
export interface Session {
  /** The tokens' `event_id`. */
  readonly id: string;
  readonly originJti: string;
  readonly clientId: string;
  readonly authTime: number;
  readonly expiresAt: number;
  readonly revoked: boolean;
  /** Newest last. More than one only where they rotate. */
  readonly tokens: readonly RefreshToken[];
}

interface RefreshToken {
  /** SHA-256, base64. */
  readonly hash: string;
  /** When it was exchanged for a newer one. */
  readonly retiredAt?: number;
}

/** What a refresh token says to those who can open it. */
interface Ticket {
  readonly sub: string;
  readonly session: string;
  readonly expiresAt: number;
}

const PURPOSE = 'refresh token';
const KEPT_TOKENS = 20;
/** An access token may live for a day, and must know that its session was revoked. */
const KEPT_AFTER_END_MS = 86_400_000;

const notAuthorized = (message: string): AwsError => new AwsError('NotAuthorizedException', message);
const hashOf = (token: string): string => createHash('sha256').update(token).digest('base64');

function newToken(seal: Seal, ticket: Ticket): string {
  return seal.close(PURPOSE, ticket).toString('base64url');
}

export function openSession(
  seal: Seal,
  sub: string,
  client: UserPoolClient,
  now: number,
): { session: Session; refreshToken: string } {
  const [id, originJti, expiresAt] = [randomUUID(), randomUUID(), now + client.refreshTokenMs];
  const refreshToken = newToken(seal, { sub, session: id, expiresAt });
  const tokens = [{ hash: hashOf(refreshToken) }];
  return {
    session: { id, originJti, clientId: client.id, authTime: now, expiresAt, revoked: false, tokens },
    refreshToken,
  };
}

/** Reads a refresh token; undefined if this pool didn't issue it. */
export function readTicket(seal: Seal, refreshToken: string): Ticket | undefined {
  return seal.open(PURPOSE, Buffer.from(refreshToken, 'base64url')) as Ticket | undefined;
}

/** Exchanges a refresh token. Without rotation the session stays as it is. */
export function refreshSession(
  seal: Seal,
  sessions: readonly Session[],
  refreshToken: string,
  client: UserPoolClient,
  now: number,
): { session: Session; refreshToken?: string } {
  const ticket = readTicket(seal, refreshToken);
  const session = sessions.find(({ id }) => id === ticket?.session);
  if (!ticket || session?.clientId !== client.id) throw notAuthorized('Invalid Refresh Token');
  if (session.revoked) throw notAuthorized('Refresh Token has been revoked');
  if (now >= ticket.expiresAt) throw notAuthorized('Refresh Token has expired');

  const hash = hashOf(refreshToken);
  const token = session.tokens.find((known) => known.hash === hash);
  if (!token || (token.retiredAt !== undefined && now - token.retiredAt >= (client.rotationGraceMs ?? 0))) {
    throw new AwsError('RefreshTokenReuseException', 'Refresh token has been invalidated by rotation');
  }
  if (client.rotationGraceMs === undefined) return { session };

  // The new token lives for what remains of the first one's time.
  const next = newToken(seal, ticket);
  const retired = session.tokens.map((known) => (known === token ? { retiredAt: now, ...known } : known));
  const tokens = [...retired, { hash: hashOf(next) }].slice(-KEPT_TOKENS);
  return { session: { ...session, tokens }, refreshToken: next };
}

/** The sessions with one replaced or added, without those that nothing refers to anymore. */
export function withSession(sessions: readonly Session[], changed: Session, now: number): Session[] {
  const others = sessions.filter(({ id, expiresAt }) => id !== changed.id && now < expiresAt + KEPT_AFTER_END_MS);
  return [...others, changed];
}

export const revokeAll = (sessions: readonly Session[]): Session[] =>
  sessions.map((session) => ({ ...session, revoked: true }));
