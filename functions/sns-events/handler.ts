import { gunzipSync } from 'node:zlib';
import { Logger } from '@aws-lambda-powertools/logger';
import type { CloudWatchLogsDecodedData, CloudWatchLogsEvent } from 'aws-lambda';
import { readEnv } from '../shared/env.ts';
import { SNS_EVENTS_ENV } from './env.ts';
import { noteFailure } from './note-failure.ts';
import { noteStatus } from './note-status.ts';
import { StatusLine } from './status-line.ts';

const env = readEnv(SNS_EVENTS_ENV);
const logger = new Logger({ serviceName: 'sns-events' });

/**
 * Follows our text messages and push notifications by the delivery status that SNS logs: one that has left is noted, so
 * that nobody sends it again; one that did not arrive is in its receipt. Safe to repeat.
 */
export async function handler({ awslogs }: CloudWatchLogsEvent): Promise<void> {
  const text = gunzipSync(Buffer.from(awslogs.data, 'base64')).toString('utf8');
  for (const { message } of (JSON.parse(text) as CloudWatchLogsDecodedData).logEvents) {
    const line = lineOf(message);
    if (!line) continue;
    const sent = await noteStatus(env.TABLE, line);
    if (sent.status === 'FAILURE' && sent.sending) await noteFailure(env.TABLE, sent, sent.sending);
  }
}

function lineOf(message: string): StatusLine | null {
  try {
    return StatusLine.parse(JSON.parse(message));
  } catch (error) {
    logger.error('This is no delivery status of SNS', { error: error as Error });
    return null;
  }
}
