/** `npm run events -- list|show|redrive|replay|recompute …`: what operators do about events. docs/runbooks/events.md tells when. */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { parseArgs } from 'node:util';
import { consumerStates, eventsOf, findQueue, type Events } from './events/consumers.ts';
import { deadLetters, redrive } from './events/dead-letters.ts';
import { replay } from './events/replay.ts';
import { stageAccess } from './stage-access.ts';

const HELP = `Usage: npm run events -- COMMAND [--stage dev] [--aws]

  list                                    every consumer: what waits, is under way, was set aside
  show CONSUMER [--limit 20]              what was set aside, and why; it stays there
  redrive CONSUMER                        tries again what was set aside, once its cause is mended
  replay CONSUMER --from TIME --to TIME   gives the consumer again what it heard (ISO 8601)
  recompute AGGREGATE                     rebuilds an aggregate from its sources, such as course#crs_…

Stage dev is the local cloud, which has to run. With --aws, or for another stage, your AWS credentials are used.`;

interface Options {
  readonly limit: number;
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly bucket: string;
}

async function run(events: Events, [command, name = '', ...more]: readonly string[], options: Options): Promise<void> {
  if (command !== 'list' && (name === '' || more.length > 0)) throw new Error(HELP);
  switch (command) {
    case 'list':
      console.table(await consumerStates(events));
      return;
    case 'show':
      for (const { at, cause, body } of await deadLetters(events, name, options.limit)) {
        console.log(`${at}  ${cause}\n  ${body}`);
      }
      return;
    case 'redrive':
      console.log(`${await redrive(events, name)} messages are in the queue of ${name} again.`);
      return;
    case 'replay': {
      const given = await replay(events, options.bucket, name, {
        from: time('from', options.from),
        to: time('to', options.to),
      });
      console.log(`${given} events are in the queue of ${name} again.`);
      return;
    }
    case 'recompute': {
      const { url } = await findQueue(events, 'recompute', 'queue');
      const MessageBody = JSON.stringify({ aggregate: name });
      await events.queues.send(new SendMessageCommand({ QueueUrl: url, MessageBody }));
      console.log(`${name} is being recomputed.`);
      return;
    }
    default:
      throw new Error(HELP);
  }
}

function time(option: string, text: string | undefined): Date {
  const date = new Date(text ?? '');
  if (Number.isNaN(date.getTime())) throw new Error(`Give --${option} as a time such as 2026-11-21T09:00:00Z.`);
  return date;
}

function positive(text: string): number {
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new Error(`--limit is ${text}, but must be a number from 1 to 9999.`);
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
  const { outputs, localUrl } = await stageAccess(values.stage, values.aws);
  await run(eventsOf(values.stage, outputs.region, localUrl), positionals, {
    limit: positive(values.limit),
    from: values.from,
    to: values.to,
    bucket: outputs.eventLakeBucket,
  });
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
