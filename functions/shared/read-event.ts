import { isDomainEvent, type DomainEvent } from '../../model/events.ts';
import { Poison } from './poison.ts';

/** A message of a queue that events come to. @throws Poison for what is none of ours */
export function readEvent(message: unknown): DomainEvent {
  if (isDomainEvent(message)) return message;
  throw new Poison('This is no event of ours.');
}
