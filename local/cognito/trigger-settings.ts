import type { Properties } from './properties.ts';

const NAMES = ['PreSignUp', 'PostConfirmation', 'PreTokenGeneration'] as const;
export type TriggerName = (typeof NAMES)[number];

export interface Trigger {
  readonly functionArn: string;
  /** Form of the event: of PreTokenGeneration alone there are two. */
  readonly version: '1' | '2';
}

const VERSIONS: Readonly<Record<string, '1' | '2'>> = { V1_0: '1', V2_0: '2' };

/** The functions of a pool's LambdaConfig. */
export function readTriggers(pool: Properties): ReadonlyMap<TriggerName, Trigger> {
  const config = pool.inner('LambdaConfig');
  const [other] = config.names().filter((name) => ![...NAMES, 'PreTokenGenerationConfig'].includes(name));
  if (other) throw config.unsupported(other);
  const triggers = new Map<TriggerName, Trigger>();
  for (const name of NAMES) {
    const functionArn = config.textOrInner(name, 'LambdaArn');
    if (functionArn !== undefined) triggers.set(name, { functionArn, version: '1' });
  }
  if (!config.has('PreTokenGenerationConfig')) return triggers;
  const generation = config.inner('PreTokenGenerationConfig');
  generation.allow('LambdaArn', 'LambdaVersion');
  const version = VERSIONS[generation.text('LambdaVersion') ?? ''];
  if (!version) throw generation.unsupported('LambdaVersion', generation.text('LambdaVersion'));
  const functionArn = generation.text('LambdaArn') ?? '';
  const first = triggers.get('PreTokenGeneration');
  if (first && first.functionArn !== functionArn) {
    throw config.invalid('PreTokenGenerationConfig', 'must name the function that PreTokenGeneration names');
  }
  return triggers.set('PreTokenGeneration', { functionArn, version });
}
