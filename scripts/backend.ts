import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stageConfig } from '../lib/config.ts';
import type { LocalCloud } from '../local/start.ts';
import { DEMO_PASSWORD } from '../seed/people.ts';
import { seed } from '../seed/seed.ts';
import { notTwice } from './not-twice.ts';
import { forgetItems } from './forget-items.ts';
import { createPerson, grant } from './operator.ts';
import { operatorOf } from './operator-of.ts';
import { localAmplifyConfig, stageOutputs, writeClientFiles, type StageOutputs } from './outputs.ts';
import { RunningCloud } from './running-cloud.ts';
import { LOCAL_CREDENTIALS, setUpMessaging } from './set-up-messaging.ts';
import { synthesize } from './synthesize.ts';

export interface BackendOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** For state and the clients' files. */
  readonly folder: string;
  /** Whether to forget what an earlier run has kept. */
  readonly fresh: boolean;
  readonly print: (line: string) => void;
}

export interface Backend {
  /** What runs now: another one after a restart. */
  readonly cloud: () => LocalCloud;
  readonly outputs: StageOutputs;
  /**
   * Synthesizes the app again and runs it on the same port and state. Where that fails, what ran before goes on.
   * @throws Error as `startBackend`
   */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
}

/**
 * The backend of stage dev on this machine: synthesized, running, filled with the demo, ready.
 * @throws Error whose message is one line, as far as the reason is one that an engineer can act on
 */
export async function startBackend({ port, folder, fresh, print }: BackendOptions): Promise<Backend> {
  const config = stageConfig('dev');
  const { stage, region } = config;
  const dynamodbEndpoint = otherDynamoDb();
  const engine = dynamodbEndpoint ?? BUNDLED_ENGINE;
  await notTwice(port, folder);

  const seededMark = join(folder, 'seeded');
  const seededInto = !fresh && existsSync(seededMark) ? readFileSync(seededMark, 'utf8') : null;
  if (seededInto !== null && seededInto !== engine) throw new Error(otherEngine(folder, seededInto));
  await synthesize({ validate: false });
  // A state that was never filled to its end is of no use.
  if (seededInto === null) rmSync(folder, { recursive: true, force: true });
  const running = await RunningCloud.start(port, { folder, region, print, dynamodbEndpoint });
  const { cloud } = running;
  try {
    const outputs = stageOutputs(cloud.outputs, stage, region);
    writeClientFiles(folder, outputs, cloud.url);
    await setUpMessaging({ config, outputs, localUrl: cloud.url, credentials: LOCAL_CREDENTIALS });
    if (seededInto === null) await seedLocally(outputs, cloud.url);
    await cloud.markReady({ snapshot: seededInto === null });
    writeFileSync(seededMark, engine);
    return {
      cloud: () => running.cloud,
      outputs,
      restart: () => running.restart(),
      stop: () => running.cloud.stop(),
    };
  } catch (error) {
    await cloud.stop();
    throw error;
  }
}

const BUNDLED_ENGINE = 'the bundled engine';

/** The people would be there, and what they wrote would not. */
function otherEngine(folder: string, seededInto: string): string {
  return `${folder} goes with another DynamoDB: ${seededInto}. Name that one, or forget it: npm start -- --fresh`;
}

function otherDynamoDb(): string | undefined {
  const text = process.env['KALPLA_DYNAMODB_ENDPOINT'];
  if (!text || /^https?:$/.test(URL.parse(text)?.protocol ?? '')) return text;
  throw new Error(`KALPLA_DYNAMODB_ENDPOINT is "${text}", but must be a URL such as http://127.0.0.1:8000.`);
}

/** People are an operator's to make; all the rest they do themselves, through the API. */
async function seedLocally(outputs: StageOutputs, url: string): Promise<void> {
  const operator = operatorOf(outputs, url);
  await forgetItems(operator);
  await seed(localAmplifyConfig(outputs, url), async ({ email, name, groups }) => {
    await createPerson(operator, { email, name, password: DEMO_PASSWORD });
    for (const group of groups) await grant(operator, email, group);
  });
}
