import { Logger } from '@aws-lambda-powertools/logger';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { tells, type DomainEvent } from '../../model/events.ts';
import { HEX_DIGITS } from '../../model/keys.ts';
import { consume } from '../shared/consume.ts';
import { readEnv } from '../shared/env.ts';
import { readEvent } from '../shared/read-event.ts';
import type { Cursor } from '../shared/roster-bucket.ts';
import { fanOut } from './announcement.ts';
import { OWN_QUEUE, ROSTER_WORK_ENV } from './env.ts';
import { workOnImport } from './import.ts';

const env = readEnv([...ROSTER_WORK_ENV, OWN_QUEUE]);
const queues = new SQSClient({});

/** An event, and how far an earlier run has come with it. */
type Job = DomainEvent & { readonly from?: Cursor };

const FIRST: Cursor = { digit: HEX_DIGITS.slice(0, 1), after: null };

/** Works on long jobs piece by piece, one at least in a run. What does not fit into one run goes on in the next. */
export const handler = consume(new Logger({ serviceName: 'roster-work' }), readEvent, async (job: Job, context) => {
  const hasTime = () => context.getRemainingTimeInMillis() > Number(env.RESERVE_MS);
  if (job.entity === 'RosterImport' && tells(job, 'roster.requested')) {
    if (!(await workOnImport(env.TABLE, job, hasTime))) await goOn(job);
  }
  if (job.entity === 'Announcement' && tells(job, 'announcement.created')) {
    const from = await fanOut(job, job.from ?? FIRST, {
      tableName: env.TABLE,
      queues,
      queueUrl: env.NOTIFICATIONS_QUEUE_URL,
      pieceSize: Number(env.LEARNERS_A_PIECE),
      hasTime,
    });
    if (from) await goOn({ ...job, from });
  }
});

async function goOn(job: Job): Promise<void> {
  await queues.send(new SendMessageCommand({ QueueUrl: env[OWN_QUEUE], MessageBody: JSON.stringify(job) }));
}
