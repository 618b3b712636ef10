/** `npm run admin -- grant EMAIL GROUP [--stage dev]`: puts a person into a group, the first Admin too. */
import { parseArgs } from 'node:util';
import type { UserGroup } from '../generated/schema.ts';
import { stageConfig } from '../lib/config.ts';
import { readDeployedStage } from './deployed-stage.ts';
import { grant, type Operator } from './operator.ts';
import { operatorOf } from './operator-of.ts';
import { readLocalStage } from './outputs.ts';

const GROUPS: readonly string[] = ['Student', 'Mentor', 'Moderator', 'Admin'] satisfies UserGroup[];

const USAGE = 'npm run admin -- grant EMAIL GROUP [--stage dev] [--aws]';

const HELP = `Usage: ${USAGE}

Puts a person who has signed up into a group: ${GROUPS.join(', ')}.
Stage dev is the local cloud, which has to run. With --aws, or for another stage, your AWS credentials are used.`;

function isGroup(name: string): name is UserGroup {
  return GROUPS.includes(name);
}

async function isRunning(url: string): Promise<boolean> {
  return fetch(`${url}/_local/health`).then(
    (response) => response.ok,
    () => false,
  );
}

async function operatorFor(stage: string, aws: boolean): Promise<Operator> {
  if (stage !== 'dev' || aws) return operatorOf(await readDeployedStage(stageConfig(stage)));
  const local = readLocalStage('.kalpla');
  if (local && (await isRunning(local.url))) return operatorOf(local.outputs, local.url);
  throw new Error('No local cloud runs here: npm start first, or add --aws for the stage dev on AWS.');
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      stage: { type: 'string', default: 'dev' },
      aws: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const [command, email, group, ...more] = positionals;
  if (command !== 'grant' || !email || !group || more.length > 0) throw new Error(`Write it so: ${USAGE}`);
  if (!isGroup(group)) throw new Error(`There is no group "${group}". Choose one of: ${GROUPS.join(', ')}.`);
  await grant(await operatorFor(values.stage, values.aws), email, group);
  console.log(`${email} is in the group ${group}. They see it when they sign in again, or within 15 minutes.`);
}

try {
  await main();
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}
