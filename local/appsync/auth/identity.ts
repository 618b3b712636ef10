import { createHash } from 'node:crypto';
import type { Principal } from '../../iam/principal.ts';
import type { Caller } from './caller.ts';

/** `ctx.identity` as AppSync fills it by the caller's mode; null for an API key. */
export function identityOf(caller: Caller, sourceIp: readonly string[]): Record<string, unknown> | null {
  switch (caller.mode) {
    case 'API_KEY':
      return null;
    case 'AWS_IAM':
      return {
        accountId: caller.principal.arn.split(':')[4] ?? null,
        cognitoIdentityAuthProvider: null,
        cognitoIdentityAuthType: null,
        cognitoIdentityId: null,
        cognitoIdentityPoolId: null,
        sourceIp,
        userArn: caller.principal.arn,
        username: iamUsername(caller.principal),
      };
    case 'AMAZON_COGNITO_USER_POOLS': {
      const { sub, issuer, username, claims, groups } = caller.token;
      return {
        claims,
        defaultAuthStrategy: caller.defaultAuthStrategy,
        groups: groups.length > 0 ? groups : null,
        issuer,
        sourceIp,
        sub,
        username,
      };
    }
  }
}

/** For a role AWS gives its unique id and the session's name. */
function iamUsername({ arn, roleArn }: Principal): string {
  if (!roleArn) return arn.split(':')[4] ?? arn;
  const id = createHash('sha256').update(roleArn).digest('hex').slice(0, 17).toUpperCase();
  return `AROA${id}:${arn.slice(arn.lastIndexOf('/') + 1)}`;
}
