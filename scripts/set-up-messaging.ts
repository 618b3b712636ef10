import {
  CreatePlatformApplicationCommand,
  SetPlatformApplicationAttributesCommand,
  SetSMSAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import type { StageConfig } from '../lib/config.ts';
import { clientConfig } from './operator-of.ts';
import type { StageOutputs } from './outputs.ts';

/** Apple's or Google's credentials of an app, as SNS takes them. */
export type PlatformCredentials = Readonly<Record<string, string>>;

export interface Messaging {
  readonly config: StageConfig;
  readonly outputs: StageOutputs;
  /** Endpoint of the local cloud; absent on AWS. */
  readonly localUrl?: string | undefined;
  /** By platform; one without credentials is left as it is. */
  readonly credentials: Readonly<Partial<Record<keyof StageConfig['pushApplications'], PlatformCredentials>>>;
}

/** No service here could tell whether they are right. */
export const LOCAL_CREDENTIALS: Messaging['credentials'] = {
  APNS: { PlatformPrincipal: 'local', PlatformCredential: 'local' },
  FCM: { PlatformCredential: 'local' },
};

const ALL = '100';

/**
 * What CloudFormation has no resource for: the stage's platform applications, and that SNS logs what becomes of every
 * message. Safe to repeat.
 * @returns ARNs of the platform applications
 */
export async function setUpMessaging({ config, outputs, localUrl, credentials }: Messaging): Promise<string[]> {
  const sns = new SNSClient(clientConfig(outputs, localUrl));
  const role = outputs.snsStatusRoleArn;
  await sns.send(
    new SetSMSAttributesCommand({
      attributes: { DeliveryStatusIAMRole: role, DeliveryStatusSuccessSamplingRate: ALL },
    }),
  );
  const arns: string[] = [];
  for (const platform of ['APNS', 'FCM'] as const) {
    const [Platform, Name] = config.pushApplications[platform]?.split('/') ?? [];
    const Attributes = credentials[platform];
    if (!Platform || !Name || !Attributes) continue;
    const made = await sns.send(new CreatePlatformApplicationCommand({ Platform, Name, Attributes }));
    const PlatformApplicationArn = made.PlatformApplicationArn ?? '';
    const feedback = {
      SuccessFeedbackRoleArn: role,
      FailureFeedbackRoleArn: role,
      SuccessFeedbackSampleRate: ALL,
    };
    await sns.send(new SetPlatformApplicationAttributesCommand({ PlatformApplicationArn, Attributes: feedback }));
    arns.push(PlatformApplicationArn);
  }
  return arns;
}
