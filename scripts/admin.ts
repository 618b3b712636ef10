/** `npm run admin -- grant EMAIL GROUP [--stage dev]`: puts a person into a group, the first Admin too. */
import { parseArgs } from 'node:util';
import type { UserGroup } from '../generated/schema.ts';
import { grant } from './operator.ts';
import { operatorOf } from './operator-of.ts';
import { stageAccess } from './stage-access.ts';

const GROUPS: readonly string[] = ['Student', 'Mentor', 'Moderator', 'Admin'] satisfies UserGroup[];

const USAGE = 'npm run admin -- grant EMAIL GROUP [--stage dev] [--aws]';

const HELP = `Usage: ${USAGE}

Puts a person who has signed up into a group: ${GROUPS.join(', ')}.
Stage dev is the local cloud, which has to run. With --aws, or for another stage, your AWS credentials are used.`;

function isGroup(name: string): name is UserGroup {
  return GROUPS.includes(name);
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
  const { outputs, localUrl } = await stageAccess(values.stage, values.aws);
  await grant(operatorOf(outputs, localUrl), email, group);
  console.log(`${email} is in the group ${group}. They see it when they sign in again, or within 15 minutes.`);
}

try {
  await main();
} catch (error) {
  console.error(messageOf(error));
  process.exit(1);
}
