/**
 * `npm start`: the whole backend on this machine. Synthesizes the CDK app and runs what it wrote.
 * KALPLA_PORT chooses the port, KALPLA_DYNAMODB_ENDPOINT another DynamoDB; `--fresh` forgets all state.
 */
import { startBackend } from './backend.ts';

const fresh = process.argv.includes('--fresh');
try {
  const backend = await startBackend({
    port: Number(process.env['KALPLA_PORT'] ?? 4566),
    folder: '.kalpla',
    fresh,
    print: (line) => console.log(line),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void backend.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(`Kalpla did not start. ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}
