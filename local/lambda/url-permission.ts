import { compilePolicy } from '../iam/policy.ts';
import type { Statement } from '../iam/policy.ts';
import type { DeclaredResource } from '../service.ts';

/** Statements of a function's policy that are about its URL. */
export interface UrlPermission {
  /** Name or ARN, as the template gives it. */
  readonly functionName: string;
  readonly statements: readonly Statement[];
}

/** Whether an `AWS::Lambda::Permission` is for invocations through a URL. */
export function isForUrl({ properties }: DeclaredResource): boolean {
  const { Action: action, FunctionUrlAuthType: authType, InvokedViaFunctionUrl: viaUrl } = properties;
  return action === 'lambda:InvokeFunctionUrl' || authType !== undefined || isTrue(viaUrl);
}

/** The policy statement that AWS makes of it. @param functionArn of the function that it names */
export function urlPermission(declared: DeclaredResource, functionName: string, functionArn: string): UrlPermission {
  const { address, properties } = declared;
  const { Action: action, Principal: principal, FunctionUrlAuthType: authType } = properties;
  const condition = {
    ...(authType !== undefined && { StringEquals: { 'lambda:FunctionUrlAuthType': authType } }),
    ...(isTrue(properties['InvokedViaFunctionUrl']) && { Bool: { 'lambda:InvokedViaFunctionUrl': 'true' } }),
  };
  const source = {
    Effect: 'Allow',
    Principal: principal === '*' ? '*' : { AWS: principal },
    Action: action,
    Resource: functionArn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
  const statements = compilePolicy({ Version: '2012-10-17', Statement: [source] }, address, 'resource');
  return { functionName, statements };
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true';
}
