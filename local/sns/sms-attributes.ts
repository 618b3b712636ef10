import { invalidParameter, notRun } from './errors.ts';
import type { Operation } from './operation.ts';
import { entries } from './wire.ts';

/** The account's settings of text messages that are run here, each with what it may be. @throws AwsError */
const settings: Readonly<Record<string, RegExp>> = {
  DefaultSMSType: /^(Promotional|Transactional)$/,
  DeliveryStatusIAMRole: /^arn:aws:iam::\d+:role\/.+$/,
  DeliveryStatusSuccessSamplingRate: /^(\d{1,2}|100)$/,
};
/** AWS's others. */
const notRunHere = ['DefaultSenderID', 'MonthlySpendLimit', 'UsageReportS3Bucket'];

export const setSmsAttributes: Operation = ({ query, directory, authorize }) => {
  authorize('*');
  const attributes = query.map('attributes');
  for (const [name, value] of Object.entries(attributes)) {
    if (notRunHere.includes(name)) throw notRun(`the setting ${name} of text messages`);
    if (!settings[name]?.test(value)) throw invalidParameter(`attributes Reason: Invalid value for attribute: ${name}`);
  }
  directory.setSmsAttributes(attributes);
  return {};
};

/** All, or those that are named. */
export const getSmsAttributes: Operation = ({ query, directory, authorize }) => {
  authorize('*');
  const wanted = query.list('attributes');
  const all = Object.entries(directory.smsAttributes);
  const found = all.filter(([name]) => wanted.length === 0 || wanted.includes(name));
  return { attributes: entries(Object.fromEntries(found)) };
};
