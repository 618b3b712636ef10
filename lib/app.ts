import type { App } from 'aws-cdk-lib';
import { ApiStack } from './api-stack.ts';
import type { StageConfig } from './config.ts';
import { DataStack } from './data-stack.ts';
import { IdentityStack } from './identity-stack.ts';
import { WorkStack } from './work-stack.ts';

/** The backend of one stage. Each stack knows only those above it. */
export function addBackend(app: App, config: StageConfig): void {
  const named = (part: string) => ({
    stackName: `Kalpla-${config.stage}-${part}`,
    env: { region: config.region },
    config,
  });

  const { table, trail, media } = new DataStack(app, 'Data', named('Data'));
  const { pool, client } = new IdentityStack(app, 'Identity', { ...named('Identity'), table });
  const { api, logGroup } = new ApiStack(app, 'Api', { ...named('Api'), table, pool, client, trail, media });
  new WorkStack(app, 'Work', { ...named('Work'), table, pool, api, trail, media, apiLog: logGroup });
}
