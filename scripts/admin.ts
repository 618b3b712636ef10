/** `npm run admin -- grant EMAIL GROUP [--stage dev]`: puts a person into a group, the first Admin too. */
import { parseArgs } from 'node:util';
import type { UserGroup } from '../generated/schema.ts';
import { stageConfig } from '../lib/config.ts';
import { readDeployedStage } from './deployed-stage.ts';
import { grant, type Operator } from './operator.ts';
import { operatorOf } from './operator-of.ts';
import { readLocalStage } from './outputs.ts';

const GROUPS: readonly string[] = ['Student', 'Mentor', 'Moderator', 'Admin'] satisfies UserGroup[];

const HELP = `Usage: npm run admin -- grant EMAIL GROUP [--stage dev] [--aws]

Puts a person who has signed up into a group: ${GROUPS.join(', ')}.
Stage dev is the local cloud while it runs. With --aws, or for another stage, your AWS credentials are used.`;

function isGroup(name: string | undefined): name is UserGroup {
  return GROUPS.includes(name ?? '');
}

async function isRunning(url: string): Promise<boolean> {
  return fetch(`${url}/_local/health`).then(
    (response) => response.ok,
    () => false,
  );
}

async function operatorFor(stage: string, aws: boolean): Promise<Operator> {
  const local = stage === 'dev' && !aws ? readLocalStage('.kalpla') : null;
  if (local && (await isRunning(local.url))) return operatorOf(local.outputs, local.url);
  return operatorOf(await readDeployedStage(stageConfig(stage)));
}

async function main(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { stage: { type: 'string', default: 'dev' }, aws: { type: 'boolean', default: false } },
  });
  const [command, email, group] = positionals;
  if (command !== 'grant' || !email) throw new Error(HELP);
  if (!isGroup(group)) throw new Error(`There is no group "${group ?? ''}". Choose one of: ${GROUPS.join(', ')}.`);
  await grant(await operatorFor(values.stage, values.aws), email, group);
  console.log(`${email} is in the group ${group}. They see it when they sign in again, or within 15 minutes.`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
