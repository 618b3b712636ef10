import { DeploymentError } from '../errors.ts';
import type { DeclaredResource } from '../service.ts';

/** One statement of a function's resource-based policy. */
export interface Permission {
  /** Name or ARN, as the template gives it. */
  readonly functionName: string;
  readonly action: string;
  /** A service, such as `cognito-idp.amazonaws.com`. */
  readonly service: string;
  readonly sourceArn: string | undefined;
  readonly sourceAccount: string | undefined;
}

const known = new Set(['Action', 'FunctionName', 'Principal', 'SourceAccount', 'SourceArn']);

/** Reads an `AWS::Lambda::Permission`. @throws DeploymentError for a principal that is no service */
export function permissionOf({ address, properties }: DeclaredResource): Permission {
  const unknown = Object.keys(properties).find((name) => !known.has(name));
  if (unknown !== undefined) throw new DeploymentError(`${address}: ${unknown} is not run locally`);
  const {
    FunctionName: functionName,
    Action: action,
    Principal: service,
    SourceArn: arn,
    SourceAccount: account,
  } = properties;
  if (typeof functionName !== 'string' || typeof action !== 'string' || typeof service !== 'string') {
    throw new DeploymentError(`${address}: a permission needs FunctionName, Action and Principal`);
  }
  if (!/^[\w.-]+\.amazonaws\.com$/.test(service)) {
    throw new DeploymentError(`${address}: permissions are evaluated locally for services only, not for ${service}`);
  }
  return {
    functionName,
    action,
    service,
    sourceArn: typeof arn === 'string' ? arn : undefined,
    sourceAccount: typeof account === 'string' ? account : undefined,
  };
}

/** Whether the statement lets a service invoke the function on behalf of a resource. */
export function permits(permission: Permission, service: string, sourceArn: string, ownAccount: string): boolean {
  // The ARN of a bucket has no account.
  const sourceAccount = sourceArn.split(':')[4] || ownAccount;
  return (
    permission.service === service &&
    matches(permission.action, 'lambda:InvokeFunction') &&
    (permission.sourceArn === undefined || arnLike(permission.sourceArn, sourceArn)) &&
    (permission.sourceAccount === undefined || permission.sourceAccount === sourceAccount)
  );
}

/** IAM's ArnLike: each of the six parts is compared for itself, `*` and `?` are wildcards in it. */
function arnLike(pattern: string, arn: string): boolean {
  const patterns = parts(pattern);
  const values = parts(arn);
  return patterns.length === values.length && patterns.every((part, index) => matches(part, values[index] ?? ''));
}

function parts(arn: string): string[] {
  const all = arn.split(':');
  return [...all.slice(0, 5), all.slice(5).join(':')];
}

function matches(pattern: string, value: string): boolean {
  const escaped = pattern.replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`);
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 's').test(value);
}
