import { ArnFormat, type Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { DevicePlatform } from '../../generated/schema.ts';
import type { StageConfig } from '../config.ts';

type Applications = Partial<Record<DevicePlatform, string>>;

/** Names of the platform applications that the stage has. */
function named({ pushApplications }: StageConfig): [DevicePlatform, string][] {
  const { APNS, FCM } = pushApplications;
  return [
    ...(APNS ? [['APNS', APNS] as [DevicePlatform, string]] : []),
    ...(FCM ? [['FCM', FCM] as [DevicePlatform, string]] : []),
  ];
}

function snsArn(stack: Stack, resource: string, resourceName: string): string {
  return stack.formatArn({ service: 'sns', resource, resourceName, arnFormat: ArnFormat.SLASH_RESOURCE_NAME });
}

/** ARNs of the stage's platform applications. */
export function pushApplicationArns(stack: Stack, config: StageConfig): Applications {
  return Object.fromEntries(named(config).map(([platform, name]) => [platform, snsArn(stack, 'app', name)]));
}

/** Endpoints of the stage's platform applications. */
export function endpointArns(stack: Stack, config: StageConfig): string[] {
  return named(config).map(([, name]) => snsArn(stack, 'endpoint', `${name}/*`));
}

/**
 * Lets a role send text messages, and ask who wants none. A phone number is no ARN: a statement on all but SNS's ARNs
 * allows those and no topic or endpoint.
 */
export function textMessageStatements(): PolicyStatement[] {
  return [
    new PolicyStatement({
      actions: ['sns:Publish', 'sns:CheckIfPhoneNumberIsOptedOut'],
      notResources: ['arn:*:sns:*:*:*'],
    }),
  ];
}
