import type { Principal } from '../../iam/principal.ts';
import type { VerifiedToken } from '../ports.ts';

export const AUTH_MODES = ['API_KEY', 'AWS_IAM', 'AMAZON_COGNITO_USER_POOLS'] as const;
export type AuthMode = (typeof AUTH_MODES)[number];

/** Who calls an API, and by which of its modes. */
export type Caller =
  | { readonly mode: 'API_KEY' }
  | { readonly mode: 'AWS_IAM'; readonly principal: Principal }
  | {
      readonly mode: 'AMAZON_COGNITO_USER_POOLS';
      readonly token: VerifiedToken;
      readonly defaultAuthStrategy: 'ALLOW' | 'DENY';
    };
