import { GetQueueUrlCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { DomainEvent } from '../../model/events.ts';
import type { TestBackend } from './backend.ts';
import { idle, lever, moveClock } from './levers.ts';

/** Waits until dashboards show the course as it is. */
export function refreshed(backend: TestBackend): Promise<void> {
  return moveClock(backend, { advance: 'PT16S' });
}

/** Gives the job that refreshes enrollments a message. */
export async function tellJob(backend: TestBackend, message: object): Promise<void> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const queues = new SQSClient({ region: 'us-east-1', endpoint: backend.url, credentials });
  const { QueueUrl } = await queues.send(new GetQueueUrlCommand({ QueueName: 'kalpla-dev-refresh-enrollments' }));
  await queues.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(message) }));
  queues.destroy();
  await idle(backend);
}

/** Events of one learner's enrollment in a course. */
export async function enrollmentEvents(
  backend: TestBackend,
  learnerId: string,
  courseId: string,
): Promise<readonly DomainEvent<'Enrollment'>[]> {
  await idle(backend);
  const heard = (await lever(backend, 'GET', 'events?bus=kalpla-dev')) as { detail: DomainEvent }[];
  return heard.flatMap(({ detail }) =>
    detail.entity === 'Enrollment' && detail.data.learnerId === learnerId && detail.data.courseId === courseId
      ? [detail]
      : [],
  );
}
