import { isDomainEvent, type DomainEvent } from '../../model/events.ts';
import { Poison } from '../shared/poison.ts';

/** Where a walk through the enrollments of a course goes on. */
export interface Walk {
  readonly courseUlid: string;
  /** Of the edit that began it: a later one begins another, and ends this. */
  readonly version: number;
  /** Goes up with each message. */
  readonly step: number;
  /** Which of the course's partitions, and after which key of it. */
  readonly bucket: number;
  readonly from?: Readonly<Record<string, unknown>>;
}

/** An event, or a walk that goes on. @throws Poison for what is neither */
export function readMessage(message: unknown): DomainEvent | Walk {
  if (isDomainEvent(message)) return message;
  const { courseUlid, version, step, bucket } = (message ?? {}) as { readonly [Name in keyof Walk]?: unknown };
  const isWalk = typeof courseUlid === 'string' && [version, step, bucket].every((each) => typeof each === 'number');
  if (!isWalk) throw new Poison('This is neither an event of ours nor a walk.');
  return message as Walk;
}
