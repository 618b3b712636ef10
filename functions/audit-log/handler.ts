import { gunzipSync } from 'node:zlib';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from 'aws-lambda';
import type { TrailLine } from '../../model/audit.ts';
import { EVENT_SOURCE } from '../../model/events.ts';
import { readEnv } from '../shared/env.ts';
import { AUDIT_LOG_ENV } from './env.ts';
import { entriesOf } from './notes.ts';

const env = readEnv(AUDIT_LOG_ENV);
const bridge = new EventBridgeClient({});
/** The bus takes so many at once. */
const BATCH = 10;

/** The API's log delivers lines of who was refused and who read what: they become events, and with those go on. */
export async function handler({ awslogs }: CloudWatchLogsEvent): Promise<void> {
  const text = gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8');
  const entries = entriesOf((JSON.parse(text) as CloudWatchLogsDecodedData).logEvents);
  for (let from = 0; from < entries.length; from += BATCH) await put(entries.slice(from, from + BATCH));
}

/** @throws Error where the bus has not taken all: all come again, with the same ids */
async function put(entries: readonly TrailLine[]): Promise<void> {
  const { FailedEntryCount = 0 } = await bridge.send(
    new PutEventsCommand({
      Entries: entries.map((trail) => ({
        EventBusName: env.BUS,
        Source: EVENT_SOURCE,
        DetailType: trail.type,
        Time: new Date(trail.time),
        Detail: JSON.stringify({ id: trail.id, type: trail.type, facts: trail.facts, time: trail.time, trail }),
      })),
    }),
  );
  if (FailedEntryCount > 0) throw new Error(`The bus has not taken ${FailedEntryCount} of ${entries.length} events.`);
}
