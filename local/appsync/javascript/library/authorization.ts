import { evaluation } from './evaluation.ts';

/** `util.authType`: told by the form of the identity, as only that reaches a resolver. */
export function authType(): string {
  const { identity } = evaluation;
  if (typeof identity !== 'object' || identity === null) return 'API Key Authorization';
  if (Object.hasOwn(identity, 'resolverContext')) return 'Lambda Authorization';
  if (Object.hasOwn(identity, 'userArn')) return 'IAM Authorization';
  if (Object.hasOwn(identity, 'defaultAuthStrategy')) return 'User Pool Authorization';
  return 'Open ID Connect Authorization';
}
