import type { PropertyReader } from '../../property-reader.ts';

/** Where an event of a bucket goes. */
export interface NotificationTarget {
  readonly kind: 'function' | 'queue';
  readonly arn: string;
  /** In events: `configurationId`. */
  readonly id: string;
  /** Such as `s3:ObjectCreated:*`. */
  readonly events: readonly string[];
  readonly prefix: string;
  readonly suffix: string;
}

export interface NotificationSettings {
  readonly targets: readonly NotificationTarget[];
  readonly eventBridge: boolean;
}

const eventTypes = [
  's3:ObjectCreated:*',
  's3:ObjectCreated:Put',
  's3:ObjectCreated:Post',
  's3:ObjectCreated:Copy',
  's3:ObjectCreated:CompleteMultipartUpload',
  's3:ObjectRemoved:*',
  's3:ObjectRemoved:Delete',
  's3:ObjectRemoved:DeleteMarkerCreated',
  's3:LifecycleExpiration:*',
  's3:LifecycleExpiration:Delete',
  's3:LifecycleExpiration:DeleteMarkerCreated',
] as const;

/** As `AWS::S3::Bucket` declares it. @throws DeploymentError for other targets and events than run here */
export function bucketNotifications(reader: PropertyReader): NotificationSettings {
  if (reader.has('TopicConfigurations')) reader.refuse("TopicConfigurations isn't run by the local S3");
  const bridge = reader.object('EventBridgeConfiguration');
  const eventBridge = bridge !== undefined && (bridge.flag('EventBridgeEnabled') ?? true);
  const target = (kind: NotificationTarget['kind'], arnName: string) => (one: PropertyReader, index: number) => {
    const event = one.text('Event') ?? one.refuse('Event is missing');
    const filter = one.object('Filter')?.object('S3Key')?.objects('Rules') ?? [];
    return targetOf(one, { kind, arnName, events: [event], filter, id: `${kind}-${index}` });
  };
  const targets = [
    ...reader.objects('LambdaConfigurations').map(target('function', 'Function')),
    ...reader.objects('QueueConfigurations').map(target('queue', 'Queue')),
  ];
  bridge?.finish();
  reader.finish();
  refuseOverlap(targets, reader);
  return { targets, eventBridge };
}

/** As the API takes it, and with it CDK's `Custom::S3BucketNotifications`. */
export function apiNotifications(reader: PropertyReader): NotificationSettings {
  if (reader.objects('TopicConfigurations').length > 0) reader.refuse("TopicConfigurations isn't run by the local S3");
  const eventBridge = reader.has('EventBridgeConfiguration');
  const target = (kind: NotificationTarget['kind'], arnName: string) => (one: PropertyReader, index: number) => {
    const filter = one.object('Filter')?.object('Key')?.objects('FilterRules') ?? [];
    const id = one.text('Id') ?? `${kind}-${index}`;
    return targetOf(one, { kind, arnName, events: one.texts('Events'), filter, id });
  };
  const targets = [
    ...reader.objects('LambdaFunctionConfigurations').map(target('function', 'LambdaFunctionArn')),
    ...reader.objects('QueueConfigurations').map(target('queue', 'QueueArn')),
  ];
  reader.finish();
  refuseOverlap(targets, reader);
  return { targets, eventBridge };
}

interface TargetSource {
  readonly kind: NotificationTarget['kind'];
  readonly arnName: string;
  readonly events: readonly string[];
  readonly filter: readonly PropertyReader[];
  readonly id: string;
}

function targetOf(reader: PropertyReader, { kind, arnName, events, filter, id }: TargetSource): NotificationTarget {
  const arn = reader.text(arnName) ?? reader.refuse(`${arnName} is missing`);
  const unknown = events.find((event) => !eventTypes.some((type) => type === event));
  if (unknown !== undefined) reader.refuse(`the event ${unknown} isn't run by the local S3`);
  const rules = filter.map((rule) => {
    const name = (rule.text('Name') ?? '').toLowerCase();
    if (name !== 'prefix' && name !== 'suffix') rule.refuse('filter rule name must be either prefix or suffix');
    return [name, decoded(rule.text('Value') ?? '')] as const;
  });
  const value = (name: string) => rules.find(([rule]) => rule === name)?.[1] ?? '';
  reader.finish();
  if (arn.endsWith('.fifo')) reader.refuse('FIFO queues are no destination of notifications');
  return { kind, arn, id, events, prefix: value('prefix'), suffix: value('suffix') };
}

/** Filters are URL-encoded, as keys are in events. */
function decoded(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

/** S3 delivers an event to one target only, and refuses a configuration that leaves it open to which. */
function refuseOverlap(targets: readonly NotificationTarget[], reader: PropertyReader): void {
  for (const [index, one] of targets.entries()) {
    const clash = targets
      .slice(index + 1)
      .some(
        (other) =>
          one.events.some((event) => other.events.some((type) => covers(event, type) || covers(type, event))) &&
          (one.prefix.startsWith(other.prefix) || other.prefix.startsWith(one.prefix)) &&
          (one.suffix.endsWith(other.suffix) || other.suffix.endsWith(one.suffix)),
      );
    if (clash) {
      reader.refuse('Configurations overlap. Configurations on the same bucket cannot share a common event type.');
    }
  }
}

/** Whether a configured event type, which may end in `*`, covers an event. */
export function covers(type: string, event: string): boolean {
  return type === event || (type.endsWith('*') && event.startsWith(type.slice(0, -1)));
}
