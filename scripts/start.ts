/**
 * `npm start`: the whole backend on this machine. Synthesizes the CDK app and runs what it wrote.
 * KALPLA_PORT chooses the port, KALPLA_DYNAMODB_ENDPOINT another DynamoDB; `--fresh` forgets all state.
 */
import { parseArgs } from 'node:util';
import { startBackend } from './backend.ts';
import { watchSources } from './watch.ts';
import { welcome } from './welcome.ts';

const DEFAULT_PORT = 4566;

function portOf(text: string | undefined): number {
  if (!text) return DEFAULT_PORT;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`KALPLA_PORT is "${text}", but must be a number up to 65535.`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

try {
  const { values } = parseArgs({ options: { fresh: { type: 'boolean', default: false } } });
  const backend = await startBackend({
    port: portOf(process.env['KALPLA_PORT']),
    folder: '.kalpla',
    fresh: values.fresh,
    print: (line) => console.log(line),
  });
  const unwatch = watchSources({ ...backend, print: (line) => console.log(line) });
  for (const line of welcome(backend.cloud(), backend.outputs)) console.log(line);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      unwatch();
      backend.stop().then(
        () => process.exit(0),
        (error: unknown) => fail(`Kalpla did not stop in order. ${messageOf(error)}`),
      );
    });
  }
} catch (error) {
  fail(`Kalpla did not start. ${messageOf(error)}`);
}
