import type { AuditEntry } from '../generated/schema.ts';
import type { Cause } from './cause.ts';
import type { Key } from './keys.ts';

/** Where in the trail's bucket its objects begin: one line an entry, by the hour (UTC) of their delivery. */
export const TRAIL_PREFIX = 'events/';

/**
 * One entry of the audit trail, as it lies in S3 where nobody can change it. Nothing but ids, hashes, times and names that
 * our code gives: `docs/decisions/014` says why, and what must never be added.
 */
export type TrailLine = {
  /** Of the event: the same whenever it is delivered again. */
  readonly id: string;
  /** ISO 8601, to the second. */
  readonly time: string;
  /** The weightiest of the facts. */
  readonly type: string;
  readonly facts: readonly string[];
  /** Id of the person, or name of the function. */
  readonly actor: string;
  /** The field or function that did it. */
  readonly origin: string;
  /** Id of the request or event that led to it; empty where it had none of the right form. */
  readonly request: string;
  readonly entity: string;
  /** Of the item that changed; null where none did, or where its key is no key of ours. */
  readonly key: Key | null;
  /** Names of the attributes that differ. */
  readonly changed: readonly string[];
  /** SHA-256 of the item before and after, in hex; `docs/audit.md` says how to recompute it. */
  readonly before: string | null;
  readonly after: string | null;
  /** Ids of everything that it is about, the actor's first where that is a person. */
  readonly about: readonly string[];
  /** How often it happened: refusals of one caller that come at once are one entry. */
  readonly count: number;
};

/** What happens without a change of an item. */
export const ACCESS = { refused: 'access.refused', read: 'data.read' } as const;

/** What a resolver writes into the API's log. AppSync puts the request's id before it. */
export type AccessNote = {
  readonly audit: keyof typeof ACCESS;
  /** Of a refusal: the error's type. */
  readonly type: string | undefined;
  /** Sub of the caller; null for who has none. */
  readonly actor: string | null;
  /** Type and field. */
  readonly origin: string;
  /** As the caller gave them: not to be believed. */
  readonly objectIds: readonly string[];
};

/** Where a line lies in its object: id of its event, offset and length in bytes, without the line break. */
export type LinePlace = readonly [id: string, offset: number, length: number];

/**
 * Where the trail tells of one person, object or day in one second. A group of lines, not one: what thousands do to the
 * same course in a second is a few writes. Its key follows from the lines, so that an object that comes again, and an
 * event that was delivered twice, lands on the same item.
 */
export type AuditIndexItem = Key & {
  readonly entity: 'AuditIndex';
  readonly v: 1;
  /** Key of the object, and its version: that one is locked. */
  readonly object: string;
  readonly version: string;
  readonly lines: readonly LinePlace[];
  /** When the lock ends, in seconds since the epoch. */
  readonly expiresAt: number;
  readonly cause: Cause;
};

/** Lines an item, which keeps it below 64 KB. */
export const MAX_LINES = 1000;

/**
 * Order of entries: by time, then by id. An index item sorts by its time, and is found from any entry's cursor on.
 * @param digest of the ids of its lines
 */
export function indexKey(partition: string, time: string, digest: string): Key {
  return { pk: partition, sk: `${time}#${digest}` };
}

/** The second that an index item is of. */
export function secondOf({ sk }: Key): string {
  return sk.slice(0, sk.indexOf('#'));
}

/** What `auditTrail` asks its function for. */
export type TrailQuestion = {
  /** Of a person or an object; null: everything of the time. */
  readonly id: string | null;
  /** Milliseconds since the epoch, both included. */
  readonly from: number;
  readonly to: number;
  readonly limit: number;
  readonly nextToken: string | null;
};

/** A line, and where it lies. */
export type ShownLine = TrailLine & { readonly object: string; readonly offset: number };

/** Newest first. */
export type TrailPage =
  | { readonly isTokenWrong: true }
  | { readonly isTokenWrong: false; readonly items: readonly ShownLine[]; readonly nextToken: string | null };

export function toAuditEntry({ actor, about, object, offset, ...line }: ShownLine): AuditEntry {
  return {
    id: line.id,
    time: line.time,
    actorId: actor,
    origin: line.origin,
    request: line.request,
    type: line.type,
    facts: [...line.facts],
    entity: line.entity,
    objectIds: about.filter((id) => id !== actor),
    changed: [...line.changed],
    before: line.before,
    after: line.after,
    count: line.count,
    location: { key: object, offset },
  };
}
