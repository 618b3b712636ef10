/**
 * `npm run local -- --assembly PATH/TO/cdk.out`: runs any CDK app's assembly on this machine, as far as the local cloud
 * knows its resources; see docs/local-cloud.md.
 */
import { rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startLocalCloud, type LocalCloud } from '../local/start.ts';

const USAGE = `npm run local -- --assembly PATH/TO/cdk.out [options]

  --assembly PATH   the folder that \`cdk synth\` wrote
  --port NUMBER     of 127.0.0.1, 0 for any that is free (4566)
  --state PATH      keeps tables, users, objects and queues (.local-cloud/NAME beside the assembly's app)
  --fresh           forgets that state first
  --help            shows this`;

const OPTIONS = {
  assembly: { type: 'string' },
  port: { type: 'string', default: '4566' },
  state: { type: 'string' },
  fresh: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;

/** What the terminal shows once all runs; its last line is the one that programs wait for. */
function welcome({ url, outputs, notRun, cloud }: LocalCloud): string[] {
  return [
    '',
    `AWS services ${url}   (region ${cloud.region}, account ${cloud.accountId}, access key local, secret local)`,
    ...Object.entries(outputs).flatMap(([stack, values]) => [
      '',
      `${stack}:`,
      ...Object.entries(values).map(([key, value]) => `  ${key} = ${value}`),
    ]),
    '',
    ...(notRun.length > 0
      ? [`Not run here: ${notRun.map(({ type, count }) => `${type} (${count})`).join(', ')}`, '']
      : []),
    `ready ${url}`,
  ];
}

function portOf(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= 65_535) return Number(text);
  throw new Error(`--port is "${text}", but must be a number up to 65535.`);
}

/** Beside the assembly, and not in it: another synth empties that. */
function stateOf(assembly: string): string {
  const folder = resolve(assembly);
  return join(dirname(folder), '.local-cloud', basename(folder));
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: OPTIONS });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  if (!values.assembly) throw new Error(`--assembly is missing.\n\n${USAGE}`);
  const stateFolder = values.state ?? stateOf(values.assembly);
  if (values.fresh) rmSync(stateFolder, { recursive: true, force: true });
  const cloud = await startLocalCloud({
    assembly: values.assembly,
    stateFolder,
    port: portOf(values.port),
    portHint: 'Choose another: --port 4600',
    print: (line) => console.log(line),
  });
  await cloud.markReady();
  for (const line of welcome(cloud)) console.log(line);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      cloud.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(error),
      );
    });
  }
}

function fail(error: unknown): never {
  console.error(`The local cloud did not start. ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

await main().catch(fail);
