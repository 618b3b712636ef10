import type { PropertyReader } from '../../property-reader.ts';

/** What S3 removes by itself, in days. */
export interface LifecycleRule {
  readonly id: string;
  readonly prefix: string;
  readonly expirationDays: number | undefined;
  readonly noncurrentDays: number | undefined;
  readonly incompleteUploadDays: number | undefined;
  readonly removesLoneDeleteMarkers: boolean;
}

/** Classes whose objects are read at once, as those of the standard class. */
const readableClasses = ['STANDARD_IA', 'ONEZONE_IA', 'INTELLIGENT_TIERING', 'GLACIER_IR'];

export function lifecycleRules(reader: PropertyReader): LifecycleRule[] {
  reader.ignore('TransitionDefaultMinimumObjectSize');
  const rules = reader.objects('Rules').flatMap((rule) => {
    const status = rule.choice('Status', ['Enabled', 'Disabled']);
    const settings = ruleOf(rule);
    return status === 'Enabled' ? settings : [];
  });
  reader.finish();
  return rules;
}

function ruleOf(rule: PropertyReader): LifecycleRule {
  for (const name of ['Transitions', 'NoncurrentVersionTransitions']) refuseUnreadable(rule.objects(name));
  const noncurrent = rule.object('NoncurrentVersionExpiration');
  const incomplete = rule.object('AbortIncompleteMultipartUpload');
  const settings: LifecycleRule = {
    id: rule.text('Id') ?? '',
    prefix: rule.text('Prefix') ?? '',
    expirationDays: rule.number('ExpirationInDays'),
    noncurrentDays: noncurrent?.number('NoncurrentDays') ?? rule.number('NoncurrentVersionExpirationInDays'),
    incompleteUploadDays: incomplete?.number('DaysAfterInitiation'),
    removesLoneDeleteMarkers: rule.flag('ExpiredObjectDeleteMarker') ?? false,
  };
  // Tags, sizes, dates and the number of versions to keep are refused here by name.
  for (const read of [noncurrent, incomplete, rule]) read?.finish();
  return settings;
}

/** A transition to an archive makes objects unreadable until they are restored, which isn't run here. */
function refuseUnreadable(transitions: readonly PropertyReader[]): void {
  for (const transition of transitions) {
    const storageClass = transition.text('StorageClass') ?? '';
    if (!readableClasses.includes(storageClass)) {
      transition.refuse(`StorageClass ${storageClass} isn't run by the local S3`);
    }
    transition.ignore('TransitionInDays', 'TransitionDate', 'NewerNoncurrentVersions');
    transition.finish();
  }
}

const dayMs = 86_400_000;

/** S3 adds the days and rounds up to the next midnight UTC. */
export function expiryOf(since: number, days: number): number {
  return midnightAfter(since + days * dayMs - 1);
}

export function midnightAfter(time: number): number {
  return (Math.floor(time / dayMs) + 1) * dayMs;
}
