import { SQSClient } from '@aws-sdk/client-sqs';
import type { ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { Iam } from '../../../local/iam/iam.ts';
import type { Principal } from '../../../local/iam/principal.ts';
import type { LocalRequest } from '../../../local/service.ts';
import { Sqs } from '../../../local/sqs/sqs.ts';
import { declared } from '../iam/account.ts';
import { serve } from '../iam/server.ts';
import { newCloud } from '../support/cloud.ts';
import type { TestCloud } from '../support/cloud.ts';

export const administrator: Principal = { kind: 'administrator', arn: 'arn:aws:iam::000000000000:root' };

/** By logical id, which is also the name. */
export type QueueDeclarations = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Queue {
  readonly url: string;
  readonly arn: string;
}

/** SQS without a port, with the queues of a template. */
export function startSqs(cloud: TestCloud, iam: Iam, queues: QueueDeclarations) {
  const sqs = new Sqs(cloud, {
    iam,
    authenticate: (request) => iam.authenticate(request, 'sqs'),
    authorizeKey: () => undefined,
  });
  const deployed = Object.entries(queues).map(([logicalId, properties]): Queue => {
    const resource = declared('AWS::SQS::Queue', logicalId, { QueueName: logicalId, ...properties });
    const { ref, attributes } = sqs.resourceTypes['AWS::SQS::Queue'](resource);
    return { url: ref, arn: attributes?.['Arn'] ?? '' };
  });
  onTestFinished(() => sqs.stop());
  return { sqs, queues: deployed };
}

/** SQS behind a port, with an administrator's client. */
export async function sqsWith(queues: QueueDeclarations, stateFolder?: string) {
  let handle = (_request: LocalRequest, _response: ServerResponse): unknown => undefined;
  const url = await serve((request, response) => handle(request, response));
  const cloud = newCloud({ url, stateFolder });
  const iam = new Iam(cloud);
  const started = startSqs(cloud, iam, queues);
  started.sqs.start();
  handle = (request, response) => started.sqs.handle(request, response);
  const clientOf = (principal: Principal) => {
    const credentials =
      principal.kind === 'administrator'
        ? { accessKeyId: 'local', secretAccessKey: 'local' }
        : iam.credentials(principal);
    const client = new SQSClient({ region: 'us-east-1', endpoint: url, credentials, maxAttempts: 1 });
    onTestFinished(() => client.destroy());
    return client;
  };
  return { cloud, iam, ...started, clientOf, client: clientOf(administrator) };
}

/** ARN of a queue of the tests' account. */
export function queueArn(name: string): string {
  return `arn:aws:sqs:us-east-1:000000000000:${name}`;
}
