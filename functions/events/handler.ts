import { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBRecord } from 'aws-lambda';
import type { TrailLine } from '../../model/audit.ts';
import type { DomainEvent } from '../../model/events.ts';
import { trailLine } from '../shared/trail-line.ts';
import { eventOf } from './event-of.ts';

const logger = new Logger({ serviceName: 'events' });

/** On the bus: what consumers hear, and what the trail keeps of it. */
type TracedEvent = DomainEvent & { readonly trail: TrailLine };

/**
 * Enrichment of the table's Pipe: each change of an item becomes at most one event, so that the answer never holds more
 * than the bus takes at once. A record that can't be read fails its batch, which the Pipe bisects until the record
 * stands alone in its dead-letter queue.
 */
export async function handler(records: readonly DynamoDBRecord[]): Promise<readonly TracedEvent[]> {
  return records.map(read).filter((event) => event !== null);
}

function read(record: DynamoDBRecord): TracedEvent | null {
  try {
    const event = eventOf(record);
    return event && { ...event, trail: trailLine(event) };
  } catch (error) {
    logger.error('A record can not be made an event', { eventID: record.eventID ?? '', error: error as Error });
    throw error;
  }
}
