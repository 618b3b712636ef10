import type { Properties } from './properties.ts';

/** Whether people of the pool prove a second factor: a code of their authenticator app. */
export type MfaMode = 'OFF' | 'OPTIONAL' | 'ON';

/** @throws DeploymentError for second factors other than software tokens */
export function readMfa(pool: Properties): MfaMode {
  const mode = pool.text('MfaConfiguration') ?? 'OFF';
  if (mode !== 'OFF' && mode !== 'OPTIONAL' && mode !== 'ON') {
    throw pool.invalid('MfaConfiguration', 'must be OFF, OPTIONAL or ON');
  }
  const factors = pool.texts('EnabledMfas') ?? [];
  const other = factors.find((factor) => factor !== 'SOFTWARE_TOKEN_MFA');
  if (mode === 'OFF') return mode;
  if (other) throw pool.unsupported('EnabledMfas', other);
  if (factors.length === 0)
    throw pool.invalid('EnabledMfas', 'must hold SOFTWARE_TOKEN_MFA, the one factor that is run');
  return mode;
}
