import { DeploymentError } from '../errors.ts';
import { compilePolicy } from '../iam/policy.ts';
import type { Statement } from '../iam/policy.ts';
import { refuseOthers } from '../known-properties.ts';
import type { DeclaredResource, DeployedResource } from '../service.ts';
import { bucketNameIn, bucketSettings } from './settings/bucket-settings.ts';
import type { BucketSettings } from './settings/bucket-settings.ts';
import { isPublic } from './settings/public-policy.ts';
import { apiNotifications } from './settings/notification-settings.ts';
import type { NotificationSettings } from './settings/notification-settings.ts';
import { PropertyReader } from '../property-reader.ts';

/** A bucket with what other resources of the template have attached to it. */
export interface Bucket extends BucketSettings {
  readonly policy: readonly Statement[];
}

/** The buckets that templates declare. */
export class Buckets {
  readonly #region: string;
  readonly #buckets = new Map<string, Bucket>();

  constructor(region: string) {
    this.#region = region;
  }

  find(name: string): Bucket | undefined {
    return this.#buckets.get(name);
  }

  get all(): Bucket[] {
    return [...this.#buckets.values()];
  }

  deploy(declared: DeclaredResource): DeployedResource {
    const settings = bucketSettings(declared);
    const { name, arn } = settings;
    if (this.#buckets.has(name)) throw new DeploymentError(`${declared.address}: bucket ${name} already exists`);
    this.#buckets.set(name, { ...settings, policy: [] });
    const attributes = {
      Arn: arn,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${this.#region}.amazonaws.com`,
      DualStackDomainName: `${name}.s3.dualstack.${this.#region}.amazonaws.com`,
    };
    return { ref: name, attributes };
  }

  deployPolicy(declared: DeclaredResource): DeployedResource {
    refuseOthers(declared, ['Bucket', 'PolicyDocument']);
    const { address, properties } = declared;
    const bucket = this.#declared(declared, 'Bucket');
    const policy = compilePolicy(properties.PolicyDocument, address, 'resource');
    const foreign = policy.flatMap(({ resources }) => resources).find((resource) => !isWithin(resource, bucket.arn));
    if (foreign !== undefined) throw new DeploymentError(`${address}: Policy has invalid resource ${foreign}`);
    if (bucket.blocksPublicPolicy && isPublic(properties.PolicyDocument)) {
      throw new DeploymentError(
        `${address}: public policies are blocked by the BlockPublicPolicy setting of bucket ${bucket.name}`,
      );
    }
    this.#buckets.set(bucket.name, { ...bucket, policy });
    return { ref: bucket.name };
  }

  /** `Custom::S3BucketNotifications` of the CDK, whose provider does nothing but call PutBucketNotification. */
  deployNotifications(declared: DeclaredResource): DeployedResource {
    const bucket = this.#declared(declared, 'BucketName');
    const { NotificationConfiguration: source = {}, Managed: managed } = declared.properties;
    const place = `${declared.address}: NotificationConfiguration`;
    const added = apiNotifications(new PropertyReader(place, source, 'S3'));
    // The CDK leaves out what another has configured (`Managed: false`), and then its provider keeps that.
    const isManaged = managed !== false && managed !== 'false';
    const notifications = isManaged ? added : merged(bucket.notifications, added);
    this.#buckets.set(bucket.name, { ...bucket, notifications });
    return { ref: declared.address.replaceAll('/', '-') };
  }

  #declared(declared: DeclaredResource, property: string): Bucket {
    const name = bucketNameIn(declared, property);
    const bucket = this.#buckets.get(name);
    if (bucket) return bucket;
    throw new DeploymentError(`${declared.address}: The specified bucket does not exist: ${name}`);
  }
}

function merged(one: NotificationSettings, other: NotificationSettings): NotificationSettings {
  return { targets: [...one.targets, ...other.targets], eventBridge: one.eventBridge || other.eventBridge };
}

/** Whether a bucket's policy may name the resource: the bucket or objects in it. */
function isWithin(resource: string, bucketArn: string): boolean {
  const named = resource.replace(/^!/, '');
  if (named === bucketArn || named.startsWith(`${bucketArn}/`)) return true;
  // A wildcard may cover the bucket with others.
  const [start = ''] = named.split(/[*?]/);
  return start !== named && (start === '' || `${bucketArn}/`.startsWith(start));
}
