import {
  CreatePlatformApplicationCommand,
  CreatePlatformEndpointCommand,
  GetEndpointAttributesCommand,
  PublishCommand,
  SetEndpointAttributesCommand,
  SNSClient,
} from '@aws-sdk/client-sns';
import type { CreatePlatformEndpointCommandInput, PublishCommandInput } from '@aws-sdk/client-sns';
import type { ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { Iam } from '../../../local/iam/iam.ts';
import type { LocalRequest } from '../../../local/service.ts';
import { Sns } from '../../../local/sns/sns.ts';
import { roleWith } from '../iam/account.ts';
import type { StatementSource } from '../iam/account.ts';
import { serve } from '../iam/server.ts';
import { newCloud } from '../support/cloud.ts';
import type { TestCloudOptions } from '../support/cloud.ts';

export const appArn = 'arn:aws:sns:us-east-1:000000000000:app/GCM/kalpla';
export const phone = '+15555550100';

/** SNS behind a port; commands as an engineer would give them. */
export async function snsWith(options: TestCloudOptions = {}) {
  let handle = (_request: LocalRequest, _response: ServerResponse): unknown => undefined;
  const url = await serve((request, response) => handle(request, response));
  const cloud = newCloud({ ...options, url });
  const iam = new Iam(cloud);
  const sns = new Sns(cloud, { iam, authenticate: (request) => iam.authenticate(request, 'sns') });
  handle = (request, response) => sns.handle(request, response);
  const clientOf = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => {
    const client = new SNSClient({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
    onTestFinished(() => client.destroy());
    return client;
  };
  const client = clientOf({ accessKeyId: 'local', secretAccessKey: 'local' });
  const publish = async (input: Partial<PublishCommandInput>, by = client): Promise<string> => {
    const { MessageId: id = '' } = await by.send(new PublishCommand({ Message: 'Hello', ...input }));
    return id;
  };
  const application = async (Platform = 'GCM', Attributes: Record<string, string> = { PlatformCredential: 'key' }) => {
    const command = new CreatePlatformApplicationCommand({ Name: 'kalpla', Platform, Attributes });
    return (await client.send(command)).PlatformApplicationArn ?? '';
  };
  const register = async (more: Partial<CreatePlatformEndpointCommandInput> = {}): Promise<string> => {
    const input = { PlatformApplicationArn: appArn, Token: 'device-1', ...more };
    return (await client.send(new CreatePlatformEndpointCommand(input))).EndpointArn ?? '';
  };
  return {
    cloud,
    iam,
    sns,
    client,
    publish,
    application,
    register,
    attributes: async (EndpointArn: string) =>
      (await client.send(new GetEndpointAttributesCommand({ EndpointArn }))).Attributes,
    set: (EndpointArn: string, Attributes: Record<string, string>) =>
      client.send(new SetEndpointAttributesCommand({ EndpointArn, Attributes })),
    /** An app with one device. */
    device: async () => {
      await application();
      return register();
    },
    as: (...statements: StatementSource[]) => clientOf(iam.credentials(roleWith(iam, ...statements))),
  };
}

export const stringAttributes = (
  attributes: Readonly<Record<string, string>>,
): PublishCommandInput['MessageAttributes'] =>
  Object.fromEntries(
    Object.entries(attributes).map(([name, StringValue]) => [name, { DataType: 'String', StringValue }]),
  );
