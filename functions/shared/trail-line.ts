import type { TrailLine } from '../../model/audit.ts';
import type { DomainEvent } from '../../model/events.ts';

/** Ids as `model/ids.ts` makes them: a person's is their Cognito sub, everything else's one to four ULIDs. */
const ID = /^(?:usr_[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?!usr)[a-z]{3}_(?:[0-9A-HJKMNP-TV-Z]{26}){1,4})$/;
/** Names that our code gives: of facts, fields, functions, entities, attributes. */
const NAME = /^[A-Za-z][\w.-]{0,79}$/;
/** An id of X-Ray's, of Lambda's or of a stream's record. */
const REQUEST =
  /^(?:Root=1-[0-9a-f]{8}-[0-9a-f]{24}(?:;(?:Parent|Sampled|Self|Lineage)=[0-9a-f:|-]{1,64}){0,4}|[0-9a-f-]{32,36})$/;
const KEY = /^[A-Z]+#?[\w#.:-]{0,300}$/;
const UNNAMED = 'unnamed';

/** Whether a text is an id. What a caller gave may be anything. */
function isId(text: unknown): text is string {
  return typeof text === 'string' && ID.test(text);
}

/**
 * What the trail keeps of an event: an allow-list, so that nothing personal gets in because somebody has added it to an
 * event. What is not of its form is left out, not kept.
 */
export function trailLine(event: DomainEvent): TrailLine {
  const { id, time, type, facts, cause, entity, key, changed } = event;
  return {
    id,
    time,
    type: nameOf(type),
    facts: facts.map(nameOf),
    ...causeOf(cause),
    entity: nameOf(entity),
    key: KEY.test(key.pk) && KEY.test(key.sk) ? { pk: key.pk, sk: key.sk } : null,
    changed: changed.map(nameOf),
    before: event.before ?? null,
    after: event.after ?? null,
    about: idsIn([cause.actor, ...Object.values<unknown>({ ...event.data })]),
    count: 1,
  };
}

/** Who did it, by which field or function, in which request. Of requests a client can send along what it likes. */
export function causeOf(cause: {
  readonly actor: string;
  readonly origin: string;
  readonly request: string;
}): Pick<TrailLine, 'actor' | 'origin' | 'request'> {
  return {
    actor: isId(cause.actor) ? cause.actor : nameOf(cause.actor),
    origin: nameOf(cause.origin),
    request: REQUEST.test(cause.request) ? cause.request : '',
  };
}

/** Every id among values and lists of values, once each, in their order. */
export function idsIn(values: readonly unknown[]): string[] {
  const all: unknown[] = values.flat();
  return [...new Set(all.filter(isId))];
}

function nameOf(text: string): string {
  return NAME.test(text) ? text : UNNAMED;
}
