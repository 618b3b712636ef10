import { DeploymentError } from '../errors.ts';
import { substitute } from './substitution.ts';
import { isRecord } from './template.ts';

/** What intrinsic functions may ask of the stack in which they stand. Lookups of unknown names throw. */
export interface Scope {
  readonly region: string;
  ref(name: string): unknown;
  attribute(logicalId: string, name: string): unknown;
  condition(name: string): boolean;
  mapped(map: string, topLevelKey: string, secondLevelKey: string): unknown;
  imported(exportName: string): string;
}

type Intrinsic = (argument: unknown, scope: Scope) => unknown;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => scope.ref(text(argument, 'Ref')),
  'Fn::GetAtt': (argument, scope) => {
    const [logicalId, name] = attributeOf(argument);
    return scope.attribute(logicalId, text(resolve(name, scope), 'Fn::GetAtt'));
  },
  'Fn::Sub': (argument, scope) => {
    const [template, variables] = subOf(argument);
    const values = isRecord(variables) ? variables : {};
    return substitute(text(template, 'Fn::Sub'), (name) => {
      if (Object.hasOwn(values, name)) return text(resolve(values[name], scope), 'Fn::Sub');
      const [logicalId, ...attribute] = name.split('.');
      const value = attribute.length === 0 ? scope.ref(name) : scope.attribute(logicalId ?? '', attribute.join('.'));
      return text(value, 'Fn::Sub');
    });
  },
  'Fn::Join': (argument, scope) => {
    const [delimiter, items] = list(argument, 'Fn::Join');
    return list(resolve(items, scope), 'Fn::Join')
      .map((item) => text(item, 'Fn::Join'))
      .join(text(delimiter, 'Fn::Join'));
  },
  'Fn::Select': (argument, scope) => {
    const [index, items] = list(argument, 'Fn::Select');
    const values = list(resolve(items, scope), 'Fn::Select');
    const value = values[Number(resolve(index, scope))];
    if (value === undefined)
      throw new DeploymentError(`Fn::Select cannot select nonexistent value at index ${JSON.stringify(index)}`);
    return value;
  },
  'Fn::Split': (argument, scope) => {
    const [delimiter, source] = list(argument, 'Fn::Split');
    return text(resolve(source, scope), 'Fn::Split').split(text(delimiter, 'Fn::Split'));
  },
  'Fn::If': (argument, scope) => {
    const [condition, yes, no] = list(argument, 'Fn::If');
    return resolve(scope.condition(text(condition, 'Fn::If')) ? yes : no, scope);
  },
  'Fn::FindInMap': (argument, scope) => {
    const [map, top, second] = list(resolve(argument, scope), 'Fn::FindInMap').map((key) => text(key, 'Fn::FindInMap'));
    return scope.mapped(map ?? '', top ?? '', second ?? '');
  },
  'Fn::ImportValue': (argument, scope) => scope.imported(text(resolve(argument, scope), 'Fn::ImportValue')),
  'Fn::Base64': (argument, scope) => Buffer.from(text(resolve(argument, scope), 'Fn::Base64')).toString('base64'),
  'Fn::GetAZs': (argument, scope) => {
    const region = text(resolve(argument, scope), 'Fn::GetAZs') || scope.region;
    return ['a', 'b', 'c'].map((zone) => `${region}${zone}`);
  },
};

/**
 * A copy of a template's value with all intrinsic functions evaluated, as the CloudFormation reference describes
 * them. What is `AWS::NoValue` is left out of its object or list.
 * @throws DeploymentError for unknown names and functions
 */
export function resolve(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, scope)).filter((item) => item !== undefined);
  if (!isRecord(value)) return value;
  const call = intrinsicCall(value);
  if (call) {
    const intrinsic = intrinsics[call.name];
    if (!intrinsic) throw new DeploymentError(`${call.name} is not evaluated locally`);
    return intrinsic(call.argument, scope);
  }
  const entries = Object.entries(value).map(([key, item]) => [key, resolve(item, scope)] as const);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

/** The function that an object calls: it is the object's only key. */
export function intrinsicCall(value: Record<string, unknown>): { name: string; argument: unknown } | undefined {
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0 || !(name === 'Ref' || name.startsWith('Fn::'))) return undefined;
  return { name, argument: value[name] };
}

/** Logical id and attribute of both forms of `Fn::GetAtt`: `[id, name]` and `id.name`. */
export function attributeOf(argument: unknown): [logicalId: string, name: unknown] {
  if (typeof argument === 'string') {
    const dot = argument.indexOf('.');
    return [argument.slice(0, dot), argument.slice(dot + 1)];
  }
  const [logicalId, name] = list(argument, 'Fn::GetAtt');
  return [text(logicalId, 'Fn::GetAtt'), name];
}

/** Template and variables of both forms of `Fn::Sub`: a string, and a list with an object. */
export function subOf(argument: unknown): readonly unknown[] {
  return Array.isArray(argument) ? argument : [argument];
}

export function list(value: unknown, intrinsic: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new DeploymentError(`${intrinsic} needs a list, not ${JSON.stringify(value)}`);
}

/** CloudFormation turns scalars into strings wherever it needs one. */
export function text(value: unknown, intrinsic: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw new DeploymentError(`${intrinsic} needs a string, not ${JSON.stringify(value)}`);
}
