import { SendEmailCommand, SESv2Client } from '@aws-sdk/client-sesv2';
import type { SendEmailCommandInput } from '@aws-sdk/client-sesv2';
import type { ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import type { LoggedEvent } from '../../../local/event-log.ts';
import { EventBridge } from '../../../local/eventbridge/eventbridge.ts';
import { Iam } from '../../../local/iam/iam.ts';
import type { LocalRequest } from '../../../local/service.ts';
import { Ses } from '../../../local/ses/ses.ts';
import { declared, roleWith } from '../iam/account.ts';
import type { StatementSource } from '../iam/account.ts';
import { serve } from '../iam/server.ts';
import { newCloud } from '../support/cloud.ts';
import type { TestCloudOptions } from '../support/cloud.ts';

type Properties = Readonly<Record<string, unknown>>;

export const identityArn = (name: string) => `arn:aws:ses:us-east-1:000000000000:identity/${name}`;
export const setArn = (name: string) => `arn:aws:ses:us-east-1:000000000000:configuration-set/${name}`;
export const defaultBus = 'arn:aws:events:us-east-1:000000000000:event-bus/default';

export interface SesTemplate extends TestCloudOptions {
  /** Names, or properties; default: the domain example.com. */
  readonly identities?: readonly (string | Properties)[];
  /** By name; default: one named `set`. */
  readonly sets?: Readonly<Record<string, Properties>>;
  /** Of the event destination that each set has; default: all that can happen. */
  readonly types?: readonly string[];
}

const happening = ['send', 'delivery', 'bounce', 'complaint', 'reject', 'deliveryDelay'];

/** SES behind a port, telling a real EventBridge; commands as an engineer would give them. */
export async function sesWith(template: SesTemplate = {}) {
  const { identities = ['example.com'], sets = { set: {} }, types = happening } = template;
  let handle = (_request: LocalRequest, _response: ServerResponse): unknown => undefined;
  const url = await serve((request, response) => handle(request, response));
  const cloud = newCloud({ ...template, url });
  const iam = new Iam(cloud);
  const eventbridge = new EventBridge(cloud, {
    authenticate: (request) => iam.authenticate(request, 'events'),
    authorize: (...call) => iam.authorize(...call),
    roleSession: (...call) => iam.roleSession(...call),
    send: () => '',
    invoke: async () => undefined,
    putRecord: async () => undefined,
  });
  const started = new Ses(cloud, {
    iam,
    authenticate: (request) => iam.authenticate(request, 'ses'),
    publish: (event) => eventbridge.publish(event),
  });
  const deploy = (type: keyof Ses['resourceTypes'], logicalId: string, properties: Properties) =>
    started.resourceTypes[type](declared(type, logicalId, properties));
  for (const [name, properties] of Object.entries(sets)) {
    deploy('AWS::SES::ConfigurationSet', name, { Name: name, ...properties });
    deploy('AWS::SES::ConfigurationSetEventDestination', `${name}Events`, {
      ConfigurationSetName: name,
      EventDestination: destination({ MatchingEventTypes: types }),
    });
  }
  const deployed = identities.map((identity, index) =>
    deploy(
      'AWS::SES::EmailIdentity',
      `Identity${index}`,
      typeof identity === 'string' ? { EmailIdentity: identity } : identity,
    ),
  );
  started.start();
  handle = (request, response) => started.handle(request, response);
  onTestFinished(async () => {
    await started.stop();
    await eventbridge.stop();
  });
  const clientOf = (credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }) => {
    const client = new SESv2Client({ endpoint: url, region: 'us-east-1', credentials, maxAttempts: 1 });
    onTestFinished(() => client.destroy());
    return client;
  };
  const client = clientOf({ accessKeyId: 'local', secretAccessKey: 'local' });
  const send = async (more: Partial<SendEmailCommandInput> = {}, by = client): Promise<string> => {
    const { MessageId: id = '' } = await by.send(new SendEmailCommand({ ...message, ...more }));
    return id;
  };
  return {
    cloud,
    iam,
    ses: started,
    client,
    deployed,
    send,
    /** To one address with the configuration set `set`. */
    sendTo: (address: string, more: Partial<SendEmailCommandInput> = {}) =>
      send({ Destination: { ToAddresses: [address] }, ConfigurationSetName: 'set', ...more }),
    as: (...statements: StatementSource[]) => clientOf(iam.credentials(roleWith(iam, ...statements))),
    /** Of the default bus, once all is told. */
    events: async (detailType?: string): Promise<MailLog[]> => {
      await started.idle();
      return cloud.events.list({ bus: 'default', source: 'aws.ses', detailType }) as MailLog[];
    },
    /** Goes on as another process on the same state would. */
    restarted: () => sesWith({ ...template, stateFolder: cloud.stateFolder }),
  };
}

export interface MailLog extends LoggedEvent {
  readonly detail: {
    readonly eventType: string;
    readonly mail: Readonly<Record<string, unknown>>;
    readonly bounce?: Readonly<Record<string, unknown>>;
    readonly complaint?: Readonly<Record<string, unknown>>;
    readonly delivery?: Readonly<Record<string, unknown>>;
  };
}

const message: SendEmailCommandInput = {
  FromEmailAddress: 'sender@example.com',
  Destination: { ToAddresses: ['recipient@example.org'] },
  Content: simple(),
};

/** Content with a subject and a text, and what is given. */
export function simple(more: Partial<NonNullable<NonNullable<SendEmailCommandInput['Content']>['Simple']>> = {}) {
  return { Simple: { Subject: { Data: 'Hello' }, Body: { Text: { Data: 'Hello, world' } }, ...more } };
}

export function destination(more: Properties = {}): Properties {
  return {
    Name: 'events',
    Enabled: true,
    MatchingEventTypes: ['bounce'],
    EventBridgeDestination: { EventBusArn: defaultBus },
    ...more,
  };
}
