/** `npm run events -- list|show|redrive|recompute …`: what operators do about events. docs/runbooks/events.md tells when. */
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { parseArgs } from 'node:util';
import { consumerStates, eventsOf, findQueue, type Events } from './events/consumers.ts';
import { deadLetters, redrive } from './events/dead-letters.ts';
import { stageAccess } from './stage-access.ts';

const HELP = `Usage: npm run events -- COMMAND [--stage dev] [--aws]

  list                                    every consumer: what waits, is under way, was set aside
  show CONSUMER [--limit 20]              what was set aside, and why; it stays there
  redrive CONSUMER                        tries again what was set aside, once its cause is mended
  recompute AGGREGATE                     rebuilds an aggregate from its sources, such as learning:<ULID of a course>

Stage dev is the local cloud, which has to run. With --aws, or for another stage, your AWS credentials are used.`;

async function run(events: Events, [command, name = '', ...more]: readonly string[], limit: number): Promise<void> {
  if (command !== 'list' && (name === '' || more.length > 0)) throw new Error(HELP);
  switch (command) {
    case 'list':
      console.table(await consumerStates(events));
      return;
    case 'show':
      for (const { at, cause, body } of await deadLetters(events, name, limit)) {
        console.log(`${at}  ${cause}\n  ${body}`);
      }
      return;
    case 'redrive':
      console.log(`${await redrive(events, name)} messages are in the queue of ${name} again.`);
      return;
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
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const { outputs, localUrl } = await stageAccess(values.stage, values.aws);
  await run(eventsOf(values.stage, outputs.region, localUrl), positionals, positive(values.limit));
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
