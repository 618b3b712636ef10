import { createHash } from 'node:crypto';
import { DeploymentError } from '../../errors.ts';
import type { DeclaredResource } from '../../service.ts';
import { corsRules } from './cors-settings.ts';
import type { CorsRule } from './cors-settings.ts';
import { lifecycleRules } from './lifecycle-settings.ts';
import type { LifecycleRule } from './lifecycle-settings.ts';
import { bucketNotifications } from './notification-settings.ts';
import type { NotificationSettings } from './notification-settings.ts';
import { objectLockSettings } from './object-lock-settings.ts';
import type { ObjectLockSettings } from './object-lock-settings.ts';
import type { Versioning } from './versioning.ts';
import { PropertyReader } from '../../property-reader.ts';

/** A bucket as its template declares it, defaults filled in. */
export interface BucketSettings {
  readonly name: string;
  readonly arn: string;
  readonly versioning: Versioning;
  /** Undefined: its versions can't be locked. */
  readonly objectLock: ObjectLockSettings | undefined;
  /** ARN of the key, where the template encrypts with one. */
  readonly keyArn: string | undefined;
  readonly encryption: 'AES256' | 'aws:kms' | 'aws:kms:dsse';
  readonly blocksPublicPolicy: boolean;
  readonly cors: readonly CorsRule[];
  readonly lifecycle: readonly LifecycleRule[];
  readonly notifications: NotificationSettings;
}

/** @throws DeploymentError for what S3 refuses, and by name for what isn't run here */
export function bucketSettings(declared: DeclaredResource): BucketSettings {
  const { address } = declared;
  const reader = new PropertyReader(address, declared.properties, 'S3');
  const name = reader.text('BucketName') ?? generatedName(declared);
  if (!isBucketName(name)) reader.refuse(`the bucket name ${name} is not valid`);
  const ownership = reader.object('OwnershipControls')?.objects('Rules')[0];
  // With other settings than this default of S3's, ACLs would have an effect.
  ownership?.choice('ObjectOwnership', ['BucketOwnerEnforced']);
  const access = reader.object('PublicAccessBlockConfiguration');
  access?.ignore('BlockPublicAcls', 'IgnorePublicAcls', 'RestrictPublicBuckets');
  const versioning = reader.object('VersioningConfiguration');
  const cors = reader.object('CorsConfiguration');
  const lifecycle = reader.object('LifecycleConfiguration');
  const notifications = reader.object('NotificationConfiguration');
  // Metrics, inventories and access logs tell about a bucket and change nothing in it.
  reader.ignore('Tags', 'MetricsConfigurations', 'InventoryConfigurations', 'AnalyticsConfigurations');
  reader.ignore('LoggingConfiguration', 'IntelligentTieringConfigurations');
  if (reader.has('AccessControl') && reader.text('AccessControl') !== 'Private') {
    reader.refuse("AccessControl isn't run by the local S3, as ACLs aren't");
  }
  const declaredVersioning = versioning?.choice('Status', ['Enabled', 'Suspended']);
  const objectLock = objectLockSettings(reader, declaredVersioning);
  const settings: BucketSettings = {
    name,
    arn: `arn:aws:s3:::${name}`,
    // Locks are of versions: they are kept as soon as versions can be locked.
    versioning: declaredVersioning ?? (objectLock ? 'Enabled' : 'Unversioned'),
    objectLock,
    ...encryptionOf(reader.object('BucketEncryption')),
    // True is S3's default, but CloudFormation's configuration without the member means false.
    blocksPublicPolicy: access === undefined || (access.flag('BlockPublicPolicy') ?? false),
    cors: cors ? corsRules(cors) : [],
    lifecycle: lifecycle ? lifecycleRules(lifecycle) : [],
    notifications: notifications ? bucketNotifications(notifications) : { targets: [], eventBridge: false },
  };
  for (const read of [ownership, access, versioning, reader]) read?.finish();
  return settings;
}

/** By the rules for the names of general purpose buckets. */
function isBucketName(name: string): boolean {
  return /^(?!xn--|sthree-)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !/\.\.|^\d+\.\d+\.\d+\.\d+$/.test(name);
}

function encryptionOf(reader: PropertyReader | undefined): Pick<BucketSettings, 'keyArn' | 'encryption'> {
  const [rule, ...more] = reader?.objects('ServerSideEncryptionConfiguration') ?? [];
  if (more.length > 0) reader?.refuse('there can be one rule of encryption only');
  rule?.ignore('BucketKeyEnabled', 'BlockedEncryptionTypes');
  const byDefault = rule?.object('ServerSideEncryptionByDefault');
  const encryption = byDefault?.choice('SSEAlgorithm', ['AES256', 'aws:kms', 'aws:kms:dsse']) ?? 'AES256';
  const keyArn = byDefault?.text('KMSMasterKeyID');
  for (const read of [byDefault, rule, reader]) read?.finish();
  return { keyArn, encryption };
}

/** In lower case, at most 63 characters: S3's limit. */
function generatedName({ stack, logicalId, address }: DeclaredResource): string {
  const hash = createHash('sha256').update(address).digest('hex').slice(0, 12);
  const clean = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]/g, '-')
      .replaceAll(/^-+|-+$/g, '');
  const room = 63 - hash.length - 2;
  const id = clean(logicalId).slice(0, 30);
  return `${clean(stack).slice(0, room - id.length)}-${id}-${hash}`;
}

/** The bucket that a property names. @throws DeploymentError */
export function bucketNameIn({ address, properties }: DeclaredResource, property: string): string {
  const name = properties[property];
  if (typeof name === 'string') return name;
  throw new DeploymentError(`${address}: ${property} is missing`);
}
