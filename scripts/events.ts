/** `npm run events -- COMMAND …`: what operators do about events. docs/runbooks/events.md tells when. */
import { parseArgs } from 'node:util';
import { raisedAlarms } from './events/alarms.ts';
import { consumerStates, eventsOf, type Events } from './events/consumers.ts';
import { deadLetters, redrive } from './events/dead-letters.ts';
import { recompute } from './events/recompute.ts';
import { cancelReplay, replay } from './events/replay.ts';
import { stageAccess } from './stage-access.ts';

const HELP = `Usage: npm run events -- COMMAND [--stage dev] [--aws]

  list                                    every consumer: what waits, is under way, was set aside; alarms that are raised
  show CONSUMER [--limit 20]              what was set aside, and why; it stays there
  redrive CONSUMER                        tries again what was set aside, once its cause is mended
  replay CONSUMER --from TIME --to TIME   puts what happened from then until before then into its queue again
  cancel CONSUMER                         ends a replay that is under way
  recompute AGGREGATE                     rebuilds an aggregate from its sources, such as learning:<ULID of a course>

A TIME is such as 2026-11-21T08:30Z. Stage dev is the local cloud, which has to run. With --aws, or for another stage,
your AWS credentials are used.`;

interface Options {
  readonly limit: string;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

type Command = (events: Events, name: string, options: Options) => Promise<void>;

/** What takes the name of a consumer or an aggregate. */
const COMMANDS: Readonly<Record<string, Command>> = {
  show: async (events, consumer, { limit }) => {
    const letters = await deadLetters(events, consumer, positive(limit));
    for (const { at, cause, body } of letters) console.log(`${at}  ${cause}\n  ${body}`);
    if (letters.length === 0) console.log(`Nothing of ${consumer} was set aside.`);
  },
  redrive: async (events, consumer) => {
    console.log(`${await redrive(events, consumer)} messages are in the queue of ${consumer} again.`);
  },
  replay: async (events, consumer, { from, to }) => {
    await replay(events, consumer, { from: time('--from', from), to: time('--to', to) }, (line) => {
      console.log(line);
    });
    console.log(`The events are in the queue of ${consumer}, which works them off: see \`list\`.`);
  },
  cancel: async (events, consumer) => {
    console.log(await cancelReplay(events, consumer));
  },
  recompute: async (events, aggregate) => {
    console.log(await recompute(events, aggregate));
  },
};

async function list(events: Events): Promise<void> {
  console.table(await consumerStates(events));
  for (const { name, since, reason } of await raisedAlarms(events)) {
    console.log(`ALARM ${name} since ${since}: ${reason}`);
  }
}

function positive(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`--limit is ${text}, but must be a number from 1 to 9999.`);
}

function time(option: string, text = ''): Date {
  const date = new Date(text);
  const isWhole = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/.test(text);
  if (isWhole && !Number.isNaN(date.getTime())) return date;
  throw new Error(`${option} is ${text || 'missing'}, but must be a time with its zone, such as 2026-11-21T08:30Z.`);
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      stage: { type: 'string', default: 'dev' },
      aws: { type: 'boolean', default: false },
      limit: { type: 'string', default: '20' },
      from: { type: 'string' },
      to: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const [name = '', subject, ...more] = positionals;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (name !== 'list' && (!command || !subject || more.length > 0)) throw new Error(HELP);
  const { outputs, localUrl } = await stageAccess(values.stage, values.aws);
  const events = eventsOf(values.stage, outputs.region, localUrl);
  if (command) await command(events, subject ?? '', values);
  else await list(events);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
