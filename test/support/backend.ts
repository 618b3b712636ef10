import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import { startLocalCloud, type LocalCloud } from '../../local/start.ts';
import { operatorOf } from '../../scripts/operator-of.ts';
import type { Operator } from '../../scripts/operator.ts';
import { localAmplifyConfig, stageOutputs, type StageOutputs } from '../../scripts/outputs.ts';
import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import { apiKeyClient, tokenClient, type Client } from './client.ts';
import { AUDIT, type Key } from '../../model/keys.ts';
import { demoToken, renewDemoTokens, type DemoName } from './demo-tokens.ts';
import { noteGrants } from './grants.ts';
import { accessTokenKey } from './signing-key.ts';

/** A backend of a test file's own, seeded as the demo. */
export interface TestBackend {
  readonly url: string;
  readonly cloud: LocalCloud;
  readonly outputs: StageOutputs;
  readonly operator: Operator;
  readonly amplify: ReturnType<typeof localAmplifyConfig>;
  /** Lines that an engineer would have seen in the terminal. */
  readonly printed: readonly string[];
  /** A demo person who is signed in. */
  readonly as: (name: DemoName) => Client;
  /** Whoever holds the public key. */
  readonly anybody: Client;
  /** Every item of the table, in the order of keys, but for the index of the audit trail, which grows by itself. */
  readonly items: () => Promise<Key[]>;
  readonly stop: () => Promise<void>;
}

export interface TestBackendOptions {
  /** Changes the copy of the assembly before it is run. */
  readonly changeAssembly?: (folder: string) => void;
}

export async function startTestBackend({ changeAssembly }: TestBackendOptions = {}): Promise<TestBackend> {
  const seeded = inject('seeded');
  const folder = mkdtempSync(join(tmpdir(), 'kalpla-'));
  copyState(join(seeded, 'kalpla', 'state'), join(folder, 'state'));
  let assembly = join(seeded, 'cdk.out');
  if (changeAssembly) {
    assembly = join(folder, 'cdk.out');
    cpSync(join(seeded, 'cdk.out'), assembly, { recursive: true });
    changeAssembly(assembly);
  }
  const printed: string[] = [];
  const cloud = await startLocalCloud({
    assembly,
    stateFolder: join(folder, 'state'),
    port: 0,
    print: (line) => printed.push(line),
  });
  await cloud.markReady({ snapshot: false });
  const outputs = stageOutputs(cloud.outputs, 'dev', 'us-east-1');
  const operator = operatorOf(outputs, cloud.url);
  await renewDemoTokens(accessTokenKey({ cloud, outputs }));
  return {
    url: cloud.url,
    cloud,
    outputs,
    operator,
    amplify: localAmplifyConfig(outputs, cloud.url),
    printed,
    as: (name) => tokenClient(outputs.graphqlUrl, demoToken(name)),
    anybody: apiKeyClient(outputs.graphqlUrl, outputs.apiKey),
    items: async () => (await allItems(operator)).filter(({ pk }) => !pk.startsWith(AUDIT)),
    stop: async () => {
      noteGrants(cloud, inject('grants'));
      await cloud.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** With what functions have been compiled to in common: each backend would compile those that the seed did not run. */
function copyState(from: string, to: string): void {
  const compiled = join('lambda', 'compiled');
  cpSync(from, to, { recursive: true, filter: (path) => path !== join(from, compiled) });
  symlinkSync(join(from, compiled), join(to, compiled));
}

/** Lines of log groups, from now on. */
export function linesOf({ cloud: { cloud } }: Pick<TestBackend, 'cloud'>): readonly string[] {
  const lines: string[] = [];
  const write = cloud.log.write.bind(cloud.log);
  cloud.log.write = (group, line, stream) => {
    lines.push(line);
    write(group, line, stream);
  };
  return lines;
}

async function allItems({ table, tableName }: Operator): Promise<Key[]> {
  const items: Key[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await table.send(
      new ScanCommand({ TableName: tableName, ConsistentRead: true, ...(from ? { ExclusiveStartKey: from } : {}) }),
    );
    items.push(...((page.Items ?? []) as Key[]));
    from = page.LastEvaluatedKey;
  } while (from);
  return items.sort((a, b) => (`${a.pk} ${a.sk}` < `${b.pk} ${b.sk}` ? -1 : 1));
}
