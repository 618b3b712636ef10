import type { TestBackend } from '../support/backend.ts';
import type { DemoName } from '../support/demo-tokens.ts';
import type { LiveConnection } from '../support/live-connection.ts';
import { matrixCallers } from './callers.ts';
import { CALLERS, type Caller } from './table.ts';

/** Callers who have a token. The key and the backend's signature are refused before any resolver runs, as with a query. */
const NAMES: Partial<Record<Caller, DemoName>> = {
  stranger: 'student2',
  learner: 'student',
  suspended: 'student',
  'own mentor': 'mentor',
  demoted: 'mentor',
  mentor: 'mentor2',
  moderator: 'moderator',
  admin: 'admin',
};

/** What happens when each caller of the matrix subscribes: `yes`, or the type of the refusal. */
export async function outcomesOfWatching(
  backend: TestBackend,
  connect: (name: DemoName) => Promise<LiveConnection>,
  document: string,
  variables: Record<string, unknown>,
): Promise<Record<string, string>> {
  const callers = matrixCallers(backend);
  const outcomes: Record<string, string> = {};
  // One after the other: who is demoted meanwhile is the one who is not.
  for (const caller of CALLERS) {
    const { client, prepare } = callers[caller];
    const name = NAMES[caller];
    const restore = await prepare();
    try {
      outcomes[caller] = name
        ? await watch(await connect(name), document, variables)
        : ((await client.ask(document, variables)).errors[0]?.errorType ?? 'none');
    } finally {
      await restore();
    }
  }
  return outcomes;
}

async function watch(live: LiveConnection, document: string, variables: Record<string, unknown>): Promise<string> {
  try {
    await live.start(document, variables);
    return 'yes';
  } catch (error) {
    return (error as Error).message.split(':')[0] ?? '';
  }
}
