import { ListRulesCommand, ListTargetsByRuleCommand, TestEventPatternCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3';
import { SendMessageBatchCommand } from '@aws-sdk/client-sqs';
import { findQueue, type Events } from './consumers.ts';

/** An event as the lake keeps it: as it was on the bus. */
interface KeptEvent {
  readonly id: string;
  readonly time: string;
  readonly detail: { readonly id: string };
}

export interface ReplayRange {
  readonly from: Date;
  readonly to: Date;
}

const HOUR_MS = 3_600_000;

/**
 * Gives a consumer again what it has heard in a range of time, from the event lake. It does nothing twice: each event has
 * the id that it had.
 * @param bucket of the lake
 * @returns how many events were given
 */
export async function replay(events: Events, bucket: string, consumer: string, range: ReplayRange): Promise<number> {
  const queue = await findQueue(events, consumer, 'queue');
  const pattern = await patternOf(events, queue.arn);
  if (!pattern) throw new Error(`No rule of the bus kalpla-${events.stage} fills the queue of ${consumer}.`);
  let given = 0;
  for await (const event of eventsIn(events, bucket, range)) {
    const { Result } = await events.buses.send(
      new TestEventPatternCommand({ EventPattern: pattern, Event: JSON.stringify(event) }),
    );
    if (!Result) continue;
    await events.queues.send(
      new SendMessageBatchCommand({
        QueueUrl: queue.url,
        Entries: [{ Id: '0', MessageBody: JSON.stringify(event.detail) }],
      }),
    );
    given += 1;
  }
  return given;
}

async function patternOf({ buses, stage }: Events, queueArn: string): Promise<string | null> {
  const EventBusName = `kalpla-${stage}`;
  const { Rules = [] } = await buses.send(new ListRulesCommand({ EventBusName, Limit: 100 }));
  for (const { Name, EventPattern } of Rules) {
    const { Targets = [] } = await buses.send(new ListTargetsByRuleCommand({ EventBusName, Rule: Name }));
    if (EventPattern && Targets.some(({ Arn }) => Arn === queueArn)) return EventPattern;
  }
  return null;
}

/** Objects lie under the hour in which they were written: events of a range may lie in the next hour too. */
async function* eventsIn({ objects }: Events, Bucket: string, { from, to }: ReplayRange): AsyncGenerator<KeptEvent> {
  const seen = new Set<string>();
  for (let hour = Math.floor(from.getTime() / HOUR_MS); hour <= Math.floor(to.getTime() / HOUR_MS) + 1; hour += 1) {
    const Prefix = `events/${new Date(hour * HOUR_MS).toISOString().slice(0, 13).replaceAll(/[-T]/g, '/')}/`;
    for await (const { Contents = [] } of paginateListObjectsV2({ client: objects }, { Bucket, Prefix })) {
      for (const { Key } of Contents) {
        const { Body } = await objects.send(new GetObjectCommand({ Bucket, Key }));
        for (const line of ((await Body?.transformToString()) ?? '').split('\n').filter(Boolean)) {
          const event = JSON.parse(line) as KeptEvent;
          const time = Date.parse(event.time);
          // What delivers into the lake may do so twice.
          if (time < from.getTime() || time > to.getTime() || seen.has(event.detail.id)) continue;
          seen.add(event.detail.id);
          yield event;
        }
      }
    }
  }
}
