import { type Input, invalidParameter } from './input.ts';

/** Flows by the name under which a client allows them. */
const FLOWS: Readonly<Record<string, string>> = {
  USER_AUTH: 'USER_AUTH',
  USER_SRP_AUTH: 'USER_SRP_AUTH',
  REFRESH_TOKEN_AUTH: 'REFRESH_TOKEN_AUTH',
  REFRESH_TOKEN: 'REFRESH_TOKEN_AUTH',
  CUSTOM_AUTH: 'CUSTOM_AUTH',
  USER_PASSWORD_AUTH: 'USER_PASSWORD_AUTH',
  ADMIN_USER_PASSWORD_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
  ADMIN_NO_SRP_AUTH: 'ADMIN_USER_PASSWORD_AUTH',
};
/** A password as it is comes from an app by the one, from a server by the other. */
export const ONLY_PUBLIC = 'USER_PASSWORD_AUTH';
export const ONLY_ADMIN = 'ADMIN_USER_PASSWORD_AUTH';

/**
 * The flow that is asked for.
 * @param foreign a flow of the other operation
 * @throws AwsError InvalidParameterException
 */
export function authFlowOf(input: Input, foreign: string): string {
  const asked = input.text('AuthFlow');
  const flow = Object.hasOwn(FLOWS, asked) ? FLOWS[asked] : undefined;
  if (flow === undefined) {
    const rule = `Member must satisfy enum value set: [${Object.keys(FLOWS).join(', ')}]`;
    throw invalidParameter(
      `1 validation error detected: Value '${asked}' at 'authFlow' failed to satisfy constraint: ${rule}`,
    );
  }
  if (flow === foreign) throw invalidParameter('Initiate Auth method not supported.');
  return flow;
}
