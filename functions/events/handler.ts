import { Logger } from '@aws-lambda-powertools/logger';
import type { DynamoDBRecord } from 'aws-lambda';
import type { DomainEvent } from '../../model/events.ts';
import { eventOf } from './event-of.ts';

const logger = new Logger({ serviceName: 'events' });

/**
 * Enrichment of the table's Pipe: each change of an item becomes at most one event, so that the answer never holds more
 * than the bus takes at once. A record that can't be read fails its batch, which the Pipe bisects until the record
 * stands alone in its dead-letter queue.
 */
export async function handler(records: readonly DynamoDBRecord[]): Promise<readonly DomainEvent[]> {
  return records.map(read).filter((event) => event !== null);
}

function read(record: DynamoDBRecord): DomainEvent | null {
  try {
    return eventOf(record);
  } catch (error) {
    logger.error('A record can not be made an event', { eventID: record.eventID ?? '', error: error as Error });
    throw error;
  }
}
