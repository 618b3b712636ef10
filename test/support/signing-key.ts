import type { JsonWebKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LocalCloud } from '../../local/start.ts';
import type { StageOutputs } from '../../scripts/outputs.ts';

/** Private key with which the local pool signs access tokens. */
export function accessTokenKey({
  cloud,
  outputs,
}: {
  readonly cloud: LocalCloud;
  readonly outputs: StageOutputs;
}): JsonWebKey & { readonly kid: string } {
  const path = join(cloud.cloud.stateFolder, 'cognito', outputs.userPoolId, 'pool.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { keys: { access: JsonWebKey & { kid: string } } }).keys.access;
}
