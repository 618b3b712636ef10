import { DeploymentError } from '../errors.ts';

export type PolicyKind = 'identity' | 'resource' | 'trust';

type Source = Readonly<Record<string, unknown>>;

const elements = new Set([
  ...['Sid', 'Effect', 'Principal', 'NotPrincipal', 'Action', 'NotAction', 'Resource', 'NotResource', 'Condition'],
]);

export function checkVersion(version: unknown, name: string): void {
  if (version === undefined || version === '2012-10-17' || version === '2008-10-17') return;
  throw new DeploymentError(`${name}: the policy's Version must be 2012-10-17 or 2008-10-17.`);
}

/** @throws DeploymentError where AWS finds the document malformed */
export function checkStatement(source: unknown, place: string, kind: PolicyKind): Source {
  if (!isRecord(source)) throw new DeploymentError(`${place} is not an object.`);
  const refuse = (message: string): never => {
    throw new DeploymentError(`${place} ${message}.`);
  };
  const unknown = Object.keys(source).find((key) => !elements.has(key));
  if (unknown) refuse(`has the unknown element ${unknown}`);
  if (source['Effect'] !== 'Allow' && source['Effect'] !== 'Deny') refuse('needs an Effect of Allow or Deny');
  checkPrincipal(source, kind, refuse);
  const { Sid: sid } = source;
  if (kind !== 'resource' && typeof sid === 'string' && !/^[A-Za-z0-9]*$/.test(sid)) {
    refuse(`has the Sid ${sid}, but a Sid has letters and digits only`);
  }
  for (const key of ['Action', 'NotAction', 'Resource', 'NotResource']) {
    if (source[key] !== undefined && toArray(source[key]).length === 0) refuse(`has an empty ${key}`);
  }
  const actions = [...toArray(source['Action']), ...toArray(source['NotAction'])].map(String);
  const action = actions.find((one) => !/^(\*|[\w*?-]+:[\w*?]+)$/.test(one));
  if (action !== undefined) refuse(`has the action ${action}, but an action is SERVICE:NAME or *`);
  if (kind === 'trust') return source;
  const resources = [...toArray(source['Resource']), ...toArray(source['NotResource'])].map(String);
  // A reference to what isn't run here starts with "inert:".
  const resource = resources.find((one) => !/^(\*|arn:|inert:)/.test(one));
  if (resource !== undefined && kind === 'identity')
    refuse(`has the resource ${resource}, but a resource is an ARN or *`);
  const early = resources.find((one) =>
    one
      .split(':')
      .slice(0, 5)
      .some((part) => part.includes('${')),
  );
  if (early !== undefined) refuse(`has a variable before the fifth colon of ${early}`);
  return source;
}

function checkPrincipal(source: Source, kind: PolicyKind, refuse: (message: string) => never): void {
  const { Principal: principal, NotPrincipal: notPrincipal } = source;
  if (kind !== 'resource' && notPrincipal !== undefined) refuse("can't have a NotPrincipal");
  const given = [principal, notPrincipal].filter((one) => one !== undefined);
  if (kind === 'identity' && given.length > 0) refuse("can't have a Principal");
  if (kind !== 'identity' && given.length !== 1) refuse('needs a Principal');
  const named = given.flatMap((one) => (isRecord(one) ? Object.values(one).flat() : []));
  // In a resource's policy such a principal is nobody.
  const partly = kind === 'trust' ? named.map(String).find((one) => one !== '*' && /[*?]/.test(one)) : undefined;
  if (partly !== undefined) refuse(`has the principal ${partly}, but no wildcard matches part of a principal`);
}

export function toArray(value: unknown): unknown[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value];
}

export function isRecord(value: unknown): value is Source {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
