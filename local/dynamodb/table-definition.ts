import type { Cloud } from '../cloud.ts';
import { DeploymentError } from '../errors.ts';
import { physicalName } from '../iam/physical-name.ts';
import type { DeclaredResource } from '../service.ts';
import { viewTypes } from './streams/stream-record.ts';
import type { ViewType } from './streams/stream-record.ts';
import { refuseWhatIsNotRun } from './table-refusals.ts';

/** A table as its template declares it. */
export interface TableDefinition {
  readonly name: string;
  /** The input of CreateTable. */
  readonly create: TableShape & Readonly<Record<string, unknown>>;
  /** What its stream shows, where it has one. */
  readonly viewType?: ViewType;
  /** Attribute that holds an item's expiry. */
  readonly ttlAttribute?: string;
  /** Customer-managed key: its id, ARN or alias. */
  readonly kmsKey?: string;
}

/** What CreateTable takes and DescribeTable tells of keys and indexes. */
export interface TableShape {
  readonly TableName?: string;
  readonly KeySchema?: readonly KeySchemaElement[];
  readonly AttributeDefinitions?: readonly { readonly AttributeName: string; readonly AttributeType: string }[];
  readonly GlobalSecondaryIndexes?: readonly IndexShape[];
  readonly LocalSecondaryIndexes?: readonly IndexShape[];
  readonly StreamSpecification?: { readonly StreamEnabled?: boolean; readonly StreamViewType?: string };
}

export interface KeySchemaElement {
  readonly AttributeName: string;
  readonly KeyType: string;
}

export interface IndexShape {
  readonly IndexName: string;
  readonly KeySchema: readonly KeySchemaElement[];
  readonly Projection: { readonly ProjectionType?: string; readonly NonKeyAttributes?: readonly string[] };
}

interface TableProperties extends Omit<TableShape, 'StreamSpecification'> {
  readonly BillingMode?: string;
  readonly ProvisionedThroughput?: Readonly<Record<string, unknown>>;
  readonly StreamSpecification?: { readonly StreamViewType?: string };
  readonly SSESpecification?: SseSpecification;
  readonly TimeToLiveSpecification?: { readonly AttributeName?: string; readonly Enabled?: boolean };
  readonly DeletionProtectionEnabled?: boolean;
  readonly OnDemandThroughput?: Readonly<Record<string, unknown>>;
  readonly WriteOnDemandThroughputSettings?: { readonly MaxWriteRequestUnits?: number };
  readonly Replicas?: readonly ReplicaProperties[];
}

interface ReplicaProperties {
  readonly Region?: string;
  readonly SSESpecification?: SseSpecification;
  readonly DeletionProtectionEnabled?: boolean;
  readonly ReadOnDemandThroughputSettings?: { readonly MaxReadRequestUnits?: number };
}

interface SseSpecification {
  readonly SSEEnabled?: boolean;
  readonly KMSMasterKeyId?: string;
}

/**
 * Reads AWS::DynamoDB::Table or AWS::DynamoDB::GlobalTable.
 *
 * @throws DeploymentError for what doesn't run here: replicas in other regions, provisioned global tables, other services' features
 */
export function tableDefinition(declared: DeclaredResource, cloud: Cloud): TableDefinition {
  refuseWhatIsNotRun(declared);
  const table = declared.properties as TableProperties;
  const isGlobal = declared.type === 'AWS::DynamoDB::GlobalTable';
  const replica: ReplicaProperties = isGlobal ? onlyReplica(declared, table, cloud) : table;
  const name = table.TableName ?? physicalName(declared, 255);
  const kmsKey = table.SSESpecification?.SSEEnabled ? replica.SSESpecification?.KMSMasterKeyId : undefined;
  const ttl = table.TimeToLiveSpecification;
  const viewType = declaredView(declared, table.StreamSpecification);
  const maxima = isGlobal
    ? { ...replica.ReadOnDemandThroughputSettings, ...table.WriteOnDemandThroughputSettings }
    : table.OnDemandThroughput;
  const create = {
    TableName: name,
    KeySchema: table.KeySchema,
    AttributeDefinitions: table.AttributeDefinitions,
    GlobalSecondaryIndexes: indexShapes(table.GlobalSecondaryIndexes),
    LocalSecondaryIndexes: indexShapes(table.LocalSecondaryIndexes),
    ...(table.ProvisionedThroughput && table.BillingMode !== 'PAY_PER_REQUEST'
      ? { BillingMode: 'PROVISIONED', ProvisionedThroughput: table.ProvisionedThroughput }
      : { BillingMode: 'PAY_PER_REQUEST' }),
    StreamSpecification: table.StreamSpecification && {
      StreamEnabled: true,
      StreamViewType: table.StreamSpecification.StreamViewType,
    },
    SSESpecification: kmsKey ? { Enabled: true, SSEType: 'KMS', KMSMasterKeyId: kmsKey } : undefined,
    DeletionProtectionEnabled: replica.DeletionProtectionEnabled,
    OnDemandThroughput: maxima && Object.keys(maxima).length > 0 ? maxima : undefined,
  };
  return {
    name,
    create,
    ...(viewType && { viewType }),
    ...(ttl?.Enabled !== false && ttl?.AttributeName && { ttlAttribute: ttl.AttributeName }),
    ...(kmsKey && { kmsKey }),
  };
}

function declaredView(
  declared: DeclaredResource,
  stream: TableProperties['StreamSpecification'],
): ViewType | undefined {
  if (!stream) return undefined;
  const view = viewTypes.find((each) => each === stream.StreamViewType);
  if (view) return view;
  const names = viewTypes.join(', ');
  throw new DeploymentError(`${declared.address}: StreamSpecification.StreamViewType must be one of ${names}.`);
}

function onlyReplica(declared: DeclaredResource, table: TableProperties, cloud: Cloud): ReplicaProperties {
  const replicas = table.Replicas ?? [];
  const [replica] = replicas;
  if (!replica || replicas.length > 1 || replica.Region !== cloud.region) {
    const regions = replicas.map(({ Region }) => Region).join(', ') || 'none';
    throw new DeploymentError(
      `${declared.address}: the local DynamoDB runs one replica, in ${cloud.region}; the template has ${regions}.`,
    );
  }
  if (table.BillingMode === 'PROVISIONED') {
    throw new DeploymentError(`${declared.address}: a global table runs here with PAY_PER_REQUEST only.`);
  }
  return replica;
}

/** Capacity settings of an index don't matter where nothing throttles. CreateTable takes no empty list. */
function indexShapes(indexes: readonly IndexShape[] = []): IndexShape[] | undefined {
  if (indexes.length === 0) return undefined;
  return indexes.map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }));
}
