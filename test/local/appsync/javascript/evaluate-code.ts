import { AppSyncClient, EvaluateCodeCommand, type EvaluateCodeCommandInput } from '@aws-sdk/client-appsync';
import { expect, onTestFinished } from 'vitest';
import { Server } from '../../../../local/server.ts';
import { appSync } from '../support/api.ts';
import type { FakePorts } from '../support/ports.ts';

/** AppSync on a port, by the SDK. */
export async function startAppSync(accessKeyId = 'local'): Promise<{ client: AppSyncClient; ports: FakePorts }> {
  const { service, ports } = appSync();
  const server = new Server([], { onDefect: (_, error) => expect.fail(String(error)) });
  const port = await server.listen(0);
  server.open([service]);
  const client = new AppSyncClient({
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    credentials: { accessKeyId, secretAccessKey: 'local' },
    maxAttempts: 1,
  });
  onTestFinished(async () => {
    client.destroy();
    service.stop();
    await server.close();
  });
  return { client, ports };
}

/** Of the code that answers nothing, unless told otherwise. */
export function evaluateCommand(input: Partial<EvaluateCodeCommandInput>): EvaluateCodeCommand {
  const runtime = { name: 'APPSYNC_JS', runtimeVersion: '1.0.0' } as const;
  const code = 'export const request = () => {}; export const response = () => {};';
  return new EvaluateCodeCommand({ runtime, code, context: '{}', function: 'request', ...input });
}
