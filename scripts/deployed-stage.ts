import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import type { StageConfig } from '../lib/config.ts';
import { stageOutputs, type StackOutputs, type StageOutputs } from './outputs.ts';

/** Stacks whose outputs clients and operators use. */
const STACKS = ['Identity', 'Api', 'Work'] as const;

/**
 * What a stage on AWS has put out, read with the operator's own credentials.
 * @throws Error that names the stack that could not be read, and why
 */
export async function readDeployedStage({ stage, region }: StageConfig): Promise<StageOutputs> {
  const cloudFormation = new CloudFormationClient({ region });
  const stacks: Record<string, Record<string, string>> = {};
  for (const part of STACKS) {
    const StackName = `Kalpla-${stage}-${part}`;
    const { Stacks = [] } = await cloudFormation
      .send(new DescribeStacksCommand({ StackName }))
      .catch((error: unknown) => {
        const reason = error instanceof Error ? error.message : String(error);
        throw new Error(`The stack ${StackName} could not be read on AWS: ${reason}`, { cause: error });
      });
    stacks[StackName] = Object.fromEntries(
      (Stacks[0]?.Outputs ?? []).map(({ OutputKey = '', OutputValue = '' }) => [OutputKey, OutputValue]),
    );
  }
  return stageOutputs(stacks satisfies StackOutputs, stage, region);
}
