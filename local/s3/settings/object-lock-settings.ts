import { retentionModes } from '../store/object-lock.ts';
import type { DefaultRetention } from '../store/object-lock.ts';
import type { Versioning } from './versioning.ts';
import type { PropertyReader } from '../../property-reader.ts';

export interface ObjectLockSettings {
  readonly defaultRetention: DefaultRetention | undefined;
}

const longest = { Days: 36_500, Years: 100 } as const;

/**
 * @param versioning as the template has it, if it does
 * @returns undefined: no version of the bucket can be locked
 * @throws DeploymentError in the words of PutObjectLockConfiguration
 */
export function objectLockSettings(
  bucket: PropertyReader,
  versioning: Versioning | undefined,
): ObjectLockSettings | undefined {
  const enabled = bucket.flag('ObjectLockEnabled') ?? false;
  const configuration = bucket.object('ObjectLockConfiguration');
  if (!enabled && !configuration) return undefined;
  if (enabled && versioning === 'Suspended') {
    bucket.refuse('An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.');
  }
  if (!enabled && versioning !== 'Enabled') {
    bucket.refuse("Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration");
  }
  configuration?.choice('ObjectLockEnabled', ['Enabled']);
  const rule = configuration?.object('Rule');
  const retention = rule?.object('DefaultRetention');
  const settings = { defaultRetention: retention && defaultRetention(retention) };
  for (const read of [retention, rule, configuration]) read?.finish();
  return settings;
}

function defaultRetention(reader: PropertyReader): DefaultRetention {
  const mode = reader.choice('Mode', retentionModes) ?? reader.refuse('Mode is missing: GOVERNANCE or COMPLIANCE');
  const [days, years] = [period(reader, 'Days'), period(reader, 'Years')];
  if (days !== undefined && years === undefined) return { mode, days };
  if (years !== undefined && days === undefined) return { mode, years };
  return reader.refuse('either Days or Years must be given, and not both');
}

function period(reader: PropertyReader, name: keyof typeof longest): number | undefined {
  const value = reader.number(name);
  if (value === undefined) return undefined;
  if (!Number.isInteger(value) || value < 1)
    reader.refuse('Default retention period must be a positive integer value.');
  if (value > longest[name])
    reader.refuse(`Default retention period too large: ${name} may be ${longest[name]} at most`);
  return value;
}
