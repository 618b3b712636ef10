import {
  CreatePlatformEndpointCommand,
  DeleteEndpointCommand,
  GetEndpointAttributesCommand,
  InvalidParameterException,
  NotFoundException,
  SetEndpointAttributesCommand,
} from '@aws-sdk/client-sns';
import { sns } from '../shared/sns.ts';

/**
 * The endpoint of a token, ready to be sent to, as SNS's guide does it: created or found, and enabled again where the
 * platform had once refused it.
 * @returns null where the platform can't have such a token; undefined where there is no such application
 */
export async function readyEndpoint(PlatformApplicationArn: string, Token: string): Promise<string | null | undefined> {
  try {
    const { EndpointArn = '' } = await sns.send(new CreatePlatformEndpointCommand({ PlatformApplicationArn, Token }));
    const { Attributes } = await sns.send(new GetEndpointAttributesCommand({ EndpointArn }));
    if (Attributes?.['Enabled'] !== 'true') {
      await sns.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes: { Token, Enabled: 'true' } }));
    }
    return EndpointArn;
  } catch (error) {
    if (error instanceof InvalidParameterException) return null;
    if (error instanceof NotFoundException) return undefined;
    throw error;
  }
}

/** Safe to repeat. */
export async function deleteEndpoint(EndpointArn: string): Promise<void> {
  await sns.send(new DeleteEndpointCommand({ EndpointArn }));
}
