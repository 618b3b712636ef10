import { createHash } from 'node:crypto';
import type { Feedback } from './delivery-status.ts';
import { invalidParameter, notFound, notRun } from './errors.ts';
import type { Operation } from './operation.ts';

/** What each push notification service must be given. */
const needed: Readonly<Record<string, readonly string[]>> = {
  ADM: ['PlatformPrincipal', 'PlatformCredential'],
  APNS: ['PlatformPrincipal', 'PlatformCredential'],
  APNS_SANDBOX: ['PlatformPrincipal', 'PlatformCredential'],
  GCM: ['PlatformCredential'],
};

const feedbackNames = ['SuccessFeedbackRoleArn', 'FailureFeedbackRoleArn', 'SuccessFeedbackSampleRate'];
const known = ['PlatformPrincipal', 'PlatformCredential', 'Enabled', ...feedbackNames];

/** Creates an app, or finds it. No service here could tell whether its credentials are right. @throws AwsError */
export const createPlatformApplication: Operation = ({ query, cloud, directory, authorize }) => {
  authorize('*');
  const name = query.get('Name') ?? '';
  const platform = query.get('Platform') ?? '';
  if (!/^[\w.-]{1,256}$/.test(name)) {
    throw invalidParameter(
      'Name Reason: must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, hyphens, and periods, and must be between 1 and 256 characters long',
    );
  }
  const attributes = query.map('Attributes');
  const names = Object.hasOwn(needed, platform) ? needed[platform] : undefined;
  if (!names) throw invalidParameter(`Platform Reason: ${platform} is not one of ${Object.keys(needed).join(', ')}`);
  const missing = names.find((attribute) => !attributes[attribute]);
  if (missing) throw invalidParameter(`Attributes Reason: ${missing} must be provided`);
  const other = Object.keys(attributes).find((attribute) => !known.includes(attribute));
  if (other) throw notRun(`the attribute ${other} of platform applications`);

  const arn = `arn:aws:sns:${cloud.region}:${cloud.accountId}:app/${platform}/${name}`;
  const digest = createHash('sha256')
    .update(JSON.stringify(Object.entries(attributes).toSorted()))
    .digest('hex');
  const present = directory.application(arn);
  if (present && present.digest !== digest) {
    throw invalidParameter(`Attributes Reason: Platform application ${name} already exists with different attributes`);
  }
  if (!present) {
    const enabled = attributes.Enabled !== 'false';
    directory.putApplication(arn, { platform, enabled, digest, feedback: feedbackOf(attributes) });
  }
  return { PlatformApplicationArn: arn };
};

export const setPlatformApplicationAttributes: Operation = ({ query, directory, authorize }) => {
  const arn = query.get('PlatformApplicationArn') ?? '';
  authorize(arn);
  const present = directory.application(arn);
  if (!present) throw notFound('PlatformApplication does not exist');
  const attributes = query.map('Attributes');
  const other = Object.keys(attributes).find((name) => !known.includes(name));
  if (other) throw notRun(`the attribute ${other} of platform applications`);
  directory.putApplication(arn, {
    ...present,
    ...(attributes.Enabled !== undefined && { enabled: attributes.Enabled === 'true' }),
    feedback: { ...present.feedback, ...feedbackOf(attributes) },
  });
  return {};
};

/** Who is told of deliveries. @throws AwsError InvalidParameter */
function feedbackOf(attributes: Readonly<Record<string, string>>): Feedback {
  const {
    SuccessFeedbackRoleArn: successRole,
    FailureFeedbackRoleArn: failureRole,
    SuccessFeedbackSampleRate: rate,
  } = attributes;
  if (rate !== undefined && !/^(\d{1,2}|100)$/.test(rate)) {
    throw invalidParameter('Attributes Reason: Invalid value for attribute: SuccessFeedbackSampleRate');
  }
  return {
    ...(successRole && { successRole }),
    ...(failureRole && { failureRole }),
    ...(rate !== undefined && { sampleRate: Number(rate) }),
  };
}
