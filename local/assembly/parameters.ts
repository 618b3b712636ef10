import { DeploymentError } from '../errors.ts';
import type { Template } from './template.ts';

/** Values given to a stack by parameter name. */
export type ParameterValues = Readonly<Record<string, string>>;

/**
 * What `Ref` returns for each parameter of the template: a string, or a list where the type is one.
 * A parameter that names an SSM parameter is left out unless its value is given: nothing here could look it up, and
 * the one that the CDK adds (the bootstrap version) only serves `Rules`.
 * @throws DeploymentError when one has neither value nor default, as CloudFormation does
 */
export function parameterValues(template: Template, given: ParameterValues): Map<string, unknown> {
  const values = new Map<string, unknown>();
  const missing: string[] = [];
  for (const [name, { Type: type, Default: initial }] of Object.entries(template.Parameters ?? {})) {
    const value = given[name] ?? (isLookedUp(type) ? undefined : initial);
    if (value !== undefined) values.set(name, isList(type) ? splitList(String(value)) : String(value));
    else if (!isLookedUp(type)) missing.push(name);
  }
  if (missing.length > 0) throw new DeploymentError(`Parameters: [${missing.join(', ')}] must have values`);
  return values;
}

function isLookedUp(type: string): boolean {
  return type.startsWith('AWS::SSM::Parameter::Value<');
}

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.includes('List<');
}

function splitList(value: string): string[] {
  return value === '' ? [] : value.split(',').map((item) => item.trim());
}
