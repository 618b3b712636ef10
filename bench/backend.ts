import type { JsonWebKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { UserGroup } from '../generated/schema.ts';
import { stageConfig } from '../lib/config.ts';
import { startLocalCloud } from '../local/start.ts';
import { operatorOf } from '../scripts/operator-of.ts';
import { createPerson, grant, type Operator } from '../scripts/operator.ts';
import { localAmplifyConfig, stageOutputs, type StageOutputs } from '../scripts/outputs.ts';
import { LOCAL_CREDENTIALS, setUpMessaging } from '../scripts/set-up-messaging.ts';
import { synthesize } from '../scripts/synthesize.ts';
import { openSession } from '../seed/session.ts';
import { callerOf, Meter, type Caller } from './client.ts';

const PASSWORD = 'Kalpla-bench-1';

/** The backend as it is measured: empty, in a folder of its own that goes with it. */
export interface Backend {
  readonly url: string;
  readonly meter: Meter;
  readonly operator: Operator;
  readonly outputs: StageOutputs;
  /** Whoever holds the public key. */
  readonly anybody: Caller;
  /** Makes a person in the groups, and signs them in as an app would. */
  readonly signIn: (person: NewPerson) => Promise<Caller>;
  /** The private key with which the local pool signs access tokens. */
  readonly tokenKey: () => JsonWebKey & { readonly kid: string };
  /** The text message that came last to a phone. */
  readonly textTo: (phoneNumber: string) => Promise<string>;
  readonly stop: () => Promise<void>;
}

export interface NewPerson {
  readonly email: string;
  readonly name: string;
  /** None: the account is made by their first `me`. */
  readonly groups: readonly UserGroup[];
}

/** Synthesizes stage dev and starts it, on a port that is free. */
export async function startBackend(): Promise<Backend> {
  const config = stageConfig('dev');
  const { stage, region } = config;
  const folder = mkdtempSync(join(tmpdir(), 'kalpla-bench-'));
  const forget = () => {
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const assembly = join(folder, 'cdk.out');
    await synthesize({ validate: false, folder: assembly });
    const cloud = await startLocalCloud({ assembly, stateFolder: join(folder, 'state'), port: 0, region });
    await cloud.markReady();
    const outputs = stageOutputs(cloud.outputs, stage, region);
    await setUpMessaging({ config, outputs, localUrl: cloud.url, credentials: LOCAL_CREDENTIALS });
    const operator = operatorOf(outputs, cloud.url);
    const amplify = localAmplifyConfig(outputs, cloud.url);
    const meter = new Meter();
    return {
      url: cloud.url,
      meter,
      operator,
      outputs,
      anybody: callerOf(outputs.graphqlUrl, { 'x-api-key': outputs.apiKey }, meter),
      signIn: async ({ email, name, groups }) => {
        await createPerson(operator, { email, name, password: PASSWORD });
        for (const group of groups) await grant(operator, email, group);
        const { token } = await openSession(amplify, email, PASSWORD);
        return callerOf(outputs.graphqlUrl, { authorization: token }, meter);
      },
      tokenKey: () => {
        const pool = join(folder, 'state', 'cognito', outputs.userPoolId, 'pool.json');
        return (JSON.parse(readFileSync(pool, 'utf8')) as { keys: { access: JsonWebKey & { kid: string } } }).keys
          .access;
      },
      textTo: (phoneNumber) => {
        const [last] = cloud.cloud.outbox.list({ to: phoneNumber, channel: 'SMS' }).slice(-1);
        return Promise.resolve(last?.text ?? '');
      },
      stop: async () => {
        await cloud.stop();
        forget();
      },
    };
  } catch (error) {
    forget();
    throw error;
  }
}
