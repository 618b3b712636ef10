import { createHash } from 'node:crypto';
import { DeploymentError } from '../errors.ts';
import { refuseOthers } from '../known-properties.ts';
import type { DeclaredResource } from '../service.ts';
import { corsOf } from './url-cors.ts';
import type { UrlCors } from './url-cors.ts';

/** An `AWS::Lambda::Url`. */
export interface UrlSettings {
  readonly id: string;
  /** Name or ARN, as the template gives it. */
  readonly functionName: string;
  readonly authType: 'NONE' | 'AWS_IAM';
  readonly cors: UrlCors | undefined;
}

/** @throws DeploymentError for what Lambda refuses, or what isn't run here */
export function urlSettings(declared: DeclaredResource): UrlSettings {
  const { address, properties } = declared;
  refuseOthers(declared, ['AuthType', 'Cors', 'InvokeMode', 'TargetFunctionArn']);
  const { AuthType: authType, InvokeMode: mode = 'BUFFERED', TargetFunctionArn: functionName } = properties;
  if (typeof functionName !== 'string') throw new DeploymentError(`${address}: TargetFunctionArn is missing`);
  if (authType !== 'NONE' && authType !== 'AWS_IAM') {
    throw new DeploymentError(`${address}: AuthType is ${String(authType)}, but must be AWS_IAM or NONE`);
  }
  if (mode !== 'BUFFERED') throw new DeploymentError(`${address}: InvokeMode ${String(mode)} is not run locally`);
  return { id: idOf(address), functionName, authType, cors: corsOf(properties['Cors'], address) };
}

/** 32 letters and digits, the same at every start. */
function idOf(address: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(address).digest('hex')}`).toString(36);
  return digits.padStart(32, '0').slice(-32);
}
