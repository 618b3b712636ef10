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

const RUN_KEY = ['AttributeName', 'KeyType'];
const RUN_INDEX = [
  'ContributorInsightsSpecification',
  'IndexName',
  'KeySchema',
  'OnDemandThroughput',
  'Projection',
  'ProvisionedThroughput',
  'ReadOnDemandThroughputSettings',
  'ReadProvisionedThroughputSettings',
  'WarmThroughput',
  'WriteOnDemandThroughputSettings',
  'WriteProvisionedThroughputSettings',
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
  const refuse = (value: unknown, path: string, known: readonly string[]): void => {
    for (const one of [value].flat()) refuseOthers(declared, one, `${path}.`, known);
  };
  refuse(properties['AttributeDefinitions'], 'AttributeDefinitions', ['AttributeName', 'AttributeType']);
  refuse(properties['KeySchema'], 'KeySchema', RUN_KEY);
  refuse(properties['ProvisionedThroughput'], 'ProvisionedThroughput', ['ReadCapacityUnits', 'WriteCapacityUnits']);
  refuse(properties['TimeToLiveSpecification'], 'TimeToLiveSpecification', ['AttributeName', 'Enabled']);
  refuse(properties['SSESpecification'], 'SSESpecification', ['KMSMasterKeyId', 'SSEEnabled', 'SSEType']);
  for (const kind of ['GlobalSecondaryIndexes', 'LocalSecondaryIndexes']) {
    refuse(properties[kind], kind, RUN_INDEX);
    for (const index of [properties[kind] ?? []].flat() as Record<string, unknown>[]) {
      refuse(index['KeySchema'], `${kind}.KeySchema`, RUN_KEY);
      refuse(index['Projection'], `${kind}.Projection`, ['NonKeyAttributes', 'ProjectionType']);
    }
  }
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
