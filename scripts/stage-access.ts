import { stageConfig } from '../lib/config.ts';
import { readDeployedStage } from './deployed-stage.ts';
import { readLocalStage, type StageOutputs } from './outputs.ts';

/** A stage, and where its services are. */
export interface StageAccess {
  readonly outputs: StageOutputs;
  /** Endpoint of the local cloud; absent on AWS, where the operator's own credentials work. */
  readonly localUrl?: string;
}

/**
 * Stage dev is the local cloud that runs here, any other one on AWS.
 * @param aws whether stage dev on AWS is meant
 * @throws Error that says what to do when there is none
 */
export async function stageAccess(stage: string, aws: boolean): Promise<StageAccess> {
  if (stage !== 'dev' || aws) return { outputs: await readDeployedStage(stageConfig(stage)) };
  const local = readLocalStage('.kalpla');
  if (local && (await isRunning(local.url))) return { outputs: local.outputs, localUrl: local.url };
  throw new Error('No local cloud runs here: npm start first, or add --aws for the stage dev on AWS.');
}

async function isRunning(url: string): Promise<boolean> {
  return fetch(`${url}/_local/health`).then(
    (response) => response.ok,
    () => false,
  );
}
