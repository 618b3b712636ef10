import { createHash } from 'node:crypto';
import type { CloudWatchLogsLogEvent } from 'aws-lambda';
import { ACCESS, type AccessNote, type TrailLine } from '../../model/audit.ts';
import { userId } from '../../model/ids.ts';
import { causeOf, idsIn } from '../shared/trail-line.ts';

/**
 * A line that a resolver's console wrote: the request's id, the level, the place in the code, the note. Bound to the
 * line's beginning, since AppSync writes what clients send into other lines, and clients may send anything.
 */
const LINE = /^([0-9a-f-]{36}) ERROR - code\.js:\d+:\d+: (\{"audit":.*\})\s*$/s;

/** Of a refusal's type. */
const FACTS: Readonly<Record<string, string>> = { Forbidden: 'access.forbidden', NotFound: 'access.hidden' };

/** Objects that one entry names: somebody who tries thousands of ids is one entry, with how many they tried. */
const MAX_OBJECTS = 20;

/** Lines of the log as entries of the trail: those of one caller, field and outcome that come at once are one. */
export function entriesOf(events: readonly CloudWatchLogsLogEvent[]): TrailLine[] {
  const noted = events.flatMap((event) => {
    const note = noteIn(event);
    return note ? [{ event, ...note }] : [];
  });
  const alike = Map.groupBy(noted, ({ note: { audit, type, actor, origin } }) => [audit, type, actor, origin].join());
  return [...alike.values()].map((group) => {
    const [{ event, note, request }] = group as [(typeof noted)[0]];
    const objects = idsIn(group.flatMap((one) => one.note.objectIds)).slice(0, MAX_OBJECTS);
    const fact = FACTS[note.type ?? ''];
    const cause = causeOf({ actor: userId(note.actor ?? ''), origin: note.origin, request });
    return {
      // The same each time that these lines are delivered.
      id: createHash('sha256').update(event.id).digest('hex').slice(0, 32),
      time: new Date(Math.floor(event.timestamp / 1000) * 1000).toISOString(),
      type: ACCESS[note.audit],
      facts: [ACCESS[note.audit], ...(fact ? [fact] : [])],
      ...cause,
      entity: 'Access',
      key: null,
      changed: [],
      before: null,
      after: null,
      about: idsIn([cause.actor, ...objects]),
      count: group.length,
    };
  });
}

function noteIn({ message }: CloudWatchLogsLogEvent): { note: AccessNote; request: string } | null {
  const [, request = '', text = ''] = LINE.exec(message) ?? [];
  try {
    const note = JSON.parse(text) as Partial<AccessNote>;
    const isNote = note.audit !== undefined && Object.hasOwn(ACCESS, note.audit) && Array.isArray(note.objectIds);
    return isNote ? { note: note as AccessNote, request } : null;
  } catch {
    // Another line that has the filter's words, or a note that was cut off.
    return null;
  }
}
