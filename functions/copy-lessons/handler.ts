import { Logger } from '@aws-lambda-powertools/logger';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { tells, type DomainEvent } from '../../model/events.ts';
import { consume } from '../shared/consume.ts';
import { readEnv } from '../shared/env.ts';
import { readEvent } from '../shared/read-event.ts';
import { copyPiece } from './copy-piece.ts';
import { COPY_LESSONS_ENV, OWN_QUEUE_ENV } from './env.ts';

const env = readEnv([...COPY_LESSONS_ENV, ...OWN_QUEUE_ENV]);
const queues = new SQSClient({});

/** An event, and how many lessons earlier runs have gone through. */
type Job = DomainEvent & { readonly from?: number };

/**
 * Lessons of a course are copied into one that begins as it is: so many a message, which a crash repeats, and each once.
 */
export const handler = consume(new Logger({ serviceName: 'copy-lessons' }), readEvent, async (job: Job) => {
  if (job.entity !== 'Course' || !tells(job, 'course.duplicated')) return;
  const from = await copyPiece(env.TABLE, job, job.from ?? 0);
  if (from !== null) await goOn({ ...job, from });
});

async function goOn(job: Job): Promise<void> {
  await queues.send(new SendMessageCommand({ QueueUrl: env.QUEUE_URL, MessageBody: JSON.stringify(job) }));
}
