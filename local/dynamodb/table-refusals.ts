import { DeploymentError } from '../errors.ts';
import type { DeclaredResource } from '../service.ts';

/** What the local DynamoDB runs, and what has no effect on one machine. */
const RUN = [
  'AttributeDefinitions',
  'BillingMode',
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexes',
  'KeySchema',
  'LocalSecondaryIndexes',
  'OnDemandThroughput',
  'PointInTimeRecoverySpecification',
  'ProvisionedThroughput',
  'SSESpecification',
  'StreamSpecification',
  'TableClass',
  'TableName',
  'Tags',
  'TimeToLiveSpecification',
  'WarmThroughput',
];
const RUN_GLOBAL = [
  'ReadOnDemandThroughputSettings',
  'Replicas',
  'WriteOnDemandThroughputSettings',
  'WriteProvisionedThroughputSettings',
];
const RUN_REPLICA = [
  'ContributorInsightsSpecification',
  'DeletionProtectionEnabled',
  'GlobalSecondaryIndexes',
  'PointInTimeRecoverySpecification',
  'ReadOnDemandThroughputSettings',
  'ReadProvisionedThroughputSettings',
  'Region',
  'ReplicaStreamSpecification',
  'SSESpecification',
  'TableClass',
  'Tags',
];

/** @throws DeploymentError naming the first property that isn't run here */
export function refuseWhatIsNotRun(declared: DeclaredResource): void {
  const isGlobal = declared.type === 'AWS::DynamoDB::GlobalTable';
  const { properties } = declared;
  refuseOthers(declared, properties, '', isGlobal ? [...RUN, ...RUN_GLOBAL] : RUN);
  refuseOthers(declared, properties['StreamSpecification'], 'StreamSpecification.', [
    'StreamViewType',
    'StreamEnabled',
  ]);
  const replicas = Array.isArray(properties['Replicas']) ? (properties['Replicas'] as unknown[]) : [];
  for (const replica of replicas) {
    refuseOthers(declared, replica, 'Replicas.', RUN_REPLICA);
    const stream = (replica as Record<string, unknown>)['ReplicaStreamSpecification'];
    refuseOthers(declared, stream, 'Replicas.ReplicaStreamSpecification.', []);
  }
}

function refuseOthers(declared: DeclaredResource, value: unknown, path: string, known: readonly string[]): void {
  if (typeof value !== 'object' || value === null) return;
  const other = Object.entries(value).find(([name, member]) => member !== undefined && !known.includes(name));
  if (!other) return;
  throw new DeploymentError(`${declared.address}: the local DynamoDB doesn't run ${path}${other[0]}.`);
}
