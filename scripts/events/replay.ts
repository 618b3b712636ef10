import {
  CancelReplayCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  DescribeRuleCommand,
  ListReplaysCommand,
  ListRulesCommand,
  ResourceNotFoundException,
  StartReplayCommand,
  type DescribeReplayResponse,
  type Replay,
} from '@aws-sdk/client-eventbridge';
import { setTimeout as pause } from 'node:timers/promises';
import type { Events } from './consumers.ts';

/** What happened from then until before then. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

type Print = (line: string) => void;

const DAY_MS = 86_400_000;
/** AWS's advice: what is younger may not be in the archive yet. */
const ARCHIVE_DELAY_MS = 10 * 60_000;

/**
 * Puts what happened in a period on the bus again, for one consumer, and follows it to its end. One that is under way for
 * the same period is followed instead.
 * @throws Error that says what to do, when it can't be started or has failed
 */
export async function replay(events: Events, consumer: string, period: Period, print: Print): Promise<void> {
  const ruleArn = await findRule(events, consumer);
  const underWay = await findReplay(events, consumer);
  if (underWay && !isOf(underWay, period)) {
    throw new Error(`A replay of ${consumer} is under way, of ${told(underWay)}. Wait for it, or: cancel ${consumer}.`);
  }
  if (underWay) print(`A replay of the same events is under way: this follows it.`);
  const name = underWay?.ReplayName ?? (await start(events, consumer, ruleArn, { ...period, print }));
  await follow(events, name, print);
}

/** Ends what `replay` has begun: what it has put into the queue stays there. */
export async function cancelReplay(events: Events, consumer: string): Promise<string> {
  const underWay = await findReplay(events, consumer);
  if (!underWay) throw new Error(`No replay of ${consumer} is under way.`);
  await events.buses.send(new CancelReplayCommand({ ReplayName: underWay.ReplayName }));
  return `The replay of ${consumer} ends. What it has put into the queue is worked all the same.`;
}

const busOf = ({ stage }: Events) => `kalpla-${stage}`;
const prefixOf = ({ stage }: Events, consumer: string) => `kalpla-${stage}-${consumer}.`;

async function start(
  events: Events,
  consumer: string,
  ruleArn: string,
  { from, to, print }: Period & { readonly print: Print },
): Promise<string> {
  const archive = await events.buses.send(new DescribeArchiveCommand({ ArchiveName: busOf(events) }));
  const { ArchiveArn, EventSourceArn, RetentionDays = 0 } = archive;
  if (from.getTime() < Date.now() - RetentionDays * DAY_MS) {
    print(`Events are kept for ${RetentionDays} days: what is older is not replayed.`);
  }
  if (to.getTime() > Date.now() - ARCHIVE_DELAY_MS) {
    print('Events of the last ten minutes may not be in the archive yet: replay those later.');
  }
  const ReplayName = prefixOf(events, consumer) + new Date().toISOString().replace(/[-:]/g, '');
  await events.buses.send(
    new StartReplayCommand({
      ReplayName,
      EventSourceArn: ArchiveArn,
      EventStartTime: from,
      EventEndTime: to,
      Destination: { Arn: EventSourceArn, FilterArns: [ruleArn] },
    }),
  );
  return ReplayName;
}

/** @throws Error that names those there are, when the stage has no such consumer of its events */
async function findRule(events: Events, consumer: string): Promise<string> {
  const EventBusName = busOf(events);
  try {
    const rule = await events.buses.send(
      new DescribeRuleCommand({ EventBusName, Name: `${EventBusName}-${consumer}` }),
    );
    return rule.Arn ?? '';
  } catch (error) {
    if (!(error instanceof ResourceNotFoundException)) throw error;
    const { Rules = [] } = await events.buses.send(
      new ListRulesCommand({ EventBusName, NamePrefix: `${EventBusName}-` }),
    );
    const names = Rules.filter(({ ManagedBy }) => !ManagedBy).map(({ Name = '' }) =>
      Name.slice(EventBusName.length + 1),
    );
    const choice = names.sort().join(', ');
    throw new Error(`Events can not be replayed to ${consumer}. Choose one of: ${choice}.`, { cause: error });
  }
}

async function findReplay(events: Events, consumer: string): Promise<Replay | undefined> {
  const { Replays = [] } = await events.buses.send(new ListReplaysCommand({ NamePrefix: prefixOf(events, consumer) }));
  return Replays.find(({ State }) => State === 'STARTING' || State === 'RUNNING');
}

function isOf({ EventStartTime, EventEndTime }: Replay, { from, to }: Period): boolean {
  return EventStartTime?.getTime() === from.getTime() && EventEndTime?.getTime() === to.getTime();
}

function told({ EventStartTime, EventEndTime }: Replay | DescribeReplayResponse): string {
  return `${EventStartTime?.toISOString()} to ${EventEndTime?.toISOString()}`;
}

async function follow(events: Events, ReplayName: string, print: Print): Promise<void> {
  let shown = '';
  for (;;) {
    const now = await events.buses.send(new DescribeReplayCommand({ ReplayName }));
    const { State = '', StateReason, EventLastReplayedTime: last } = now;
    const line = `${State}, ${last ? `events until ${last.toISOString()}` : 'no event yet'}`;
    if (line !== shown) print(line);
    shown = line;
    if (State === 'COMPLETED') return;
    if (State === 'FAILED' || State === 'CANCELLED') throw new Error(`The replay is ${State}: ${StateReason ?? ''}`);
    await pause(1000);
  }
}
