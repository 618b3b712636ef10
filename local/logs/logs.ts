import type { Cloud } from '../cloud.ts';
import { refuseOthers } from '../known-properties.ts';
import type { DeclaredResource, DeployedResource, Service } from '../service.ts';

/** All but the name have no effect here. */
const groupProperties = [
  'DeletionProtectionEnabled',
  'KmsKeyId',
  'LogGroupClass',
  'LogGroupName',
  'RetentionInDays',
  'Tags',
];

/** CloudWatch Logs: its groups are files under the state folder, which `Log` writes. */
export class Logs implements Service {
  readonly name = 'logs';
  readonly resourceTypes = {
    'AWS::Logs::LogGroup': (declared: DeclaredResource) => this.#deployLogGroup(declared),
    // The CDK's custom resource for the log group that a service makes for itself: here as there it keeps for ever
    // what it is not told to forget, and nothing here lives that long.
    'Custom::LogRetention': ({ properties }: DeclaredResource): DeployedResource => ({
      ref: String(properties.LogGroupName),
    }),
  };
  readonly #cloud: Cloud;

  constructor(cloud: Cloud) {
    this.#cloud = cloud;
  }

  #deployLogGroup(declared: DeclaredResource): DeployedResource {
    refuseOthers(declared, groupProperties);
    const { stack, logicalId, properties } = declared;
    const name = typeof properties.LogGroupName === 'string' ? properties.LogGroupName : `${stack}-${logicalId}`;
    const { region, accountId } = this.#cloud;
    // `:*` stands for the group's streams: CloudFormation returns the ARN in this form.
    return { ref: name, attributes: { Arn: `arn:aws:logs:${region}:${accountId}:log-group:${name}:*` } };
  }
}
