import type { DeclaredResource } from '../service.ts';
import { generatedName } from './physical-ids.ts';
import { Properties } from './properties.ts';
import type { Group } from './user-pool.ts';

/** @throws DeploymentError for what AWS would refuse */
export function readGroup(declared: DeclaredResource): { readonly poolId: string; readonly group: Group } {
  const group = new Properties(declared);
  group.allow('Description', 'GroupName', 'Precedence', 'RoleArn', 'UserPoolId');
  return {
    poolId: group.text('UserPoolId') ?? '',
    group: {
      name: group.text('GroupName') ?? generatedName(declared.logicalId, declared.address),
      description: group.text('Description'),
      precedence: group.has('Precedence') ? group.integer('Precedence', 0, [0, 2 ** 31 - 1]) : undefined,
      roleArn: group.text('RoleArn'),
    },
  };
}
