import { evaluation } from './evaluation.ts';

interface Mode {
  readonly name: string;
  /** Members that the identity always has. */
  readonly required: readonly string[];
  /** Members that it may have. */
  readonly optional: readonly string[];
}

const MODES: readonly Mode[] = [
  {
    name: 'IAM Authorization',
    required: ['accountId', 'sourceIp', 'userArn', 'username'],
    optional: [
      ...['cognitoIdentityAuthProvider', 'cognitoIdentityAuthType', 'cognitoIdentityId', 'cognitoIdentityPoolId'],
    ],
  },
  {
    name: 'User Pool Authorization',
    required: ['claims', 'defaultAuthStrategy', 'issuer', 'sourceIp', 'sub', 'username'],
    optional: ['groups'],
  },
  { name: 'Open ID Connect Authorization', required: ['claims', 'issuer', 'sub'], optional: [] },
  // An authorizer may give no context at all.
  { name: 'Lambda Authorization', required: [], optional: ['resolverContext', 'handlerContext'] },
];

/**
 * `util.authType`. Only the identity reaches a resolver, so it tells the mode by the identity's members, as AppSync
 * does: all that the mode requires, and no other mode's. What fits none is the API key, which has no identity.
 */
export function authType(): string {
  const { identity } = evaluation;
  if (typeof identity !== 'object' || identity === null) return 'API Key Authorization';
  const members = Object.entries(identity);
  const isGiven = (name: string): boolean =>
    members.some(([key, value]) => key === name && value !== null && value !== undefined);
  const mode = MODES.find(
    ({ required, optional }) =>
      required.every(isGiven) && members.every(([key]) => required.includes(key) || optional.includes(key)),
  );
  return mode?.name ?? 'API Key Authorization';
}
