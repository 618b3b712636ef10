import { Kind, type ConstDirectiveNode } from 'graphql';

function named(directives: readonly ConstDirectiveNode[], name: string): ConstDirectiveNode | undefined {
  return directives.find((directive) => directive.name.value === name);
}

function texts(directive: ConstDirectiveNode, argument: string): string[] {
  const value = directive.arguments?.find(({ name }) => name.value === argument)?.value;
  if (value?.kind !== Kind.LIST) return [];
  return value.values.flatMap((one) => (one.kind === Kind.STRING ? [one.value] : []));
}

/** The way in of each authorization mode that the directives open, in words. None: the API's default, IAM. */
export function callersOf(directives: readonly ConstDirectiveNode[] = []): string {
  const pools = named(directives, 'aws_cognito_user_pools');
  const groups = pools ? texts(pools, 'cognito_groups') : [];
  const isForBackend = named(directives, 'aws_iam') ?? directives.every(({ name }) => !name.value.startsWith('aws_'));
  return [
    ...(named(directives, 'aws_api_key') ? ['everybody, by **API key**'] : []),
    ...(pools && groups.length === 0 ? ['anyone **signed in**'] : []),
    ...(groups.length > 0
      ? [`who is **signed in** and in group ${groups.map((group) => `\`${group}\``).join(' or ')}`]
      : []),
    ...(isForBackend ? ['the backend, by **IAM**'] : []),
  ].join('; ');
}

/** Mutations whose answers a subscription delivers. */
export function mutationsOf(directives: readonly ConstDirectiveNode[] = []): string[] {
  const subscribe = named(directives, 'aws_subscribe');
  return subscribe ? texts(subscribe, 'mutations') : [];
}
