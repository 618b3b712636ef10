import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import type { ServerResponse } from 'node:http';
import { onTestFinished } from 'vitest';
import { EventBridge } from '../../../local/eventbridge/eventbridge.ts';
import type { PutEventsEntry } from '../../../local/eventbridge/put-events.ts';
import { Iam } from '../../../local/iam/iam.ts';
import type { Principal } from '../../../local/iam/principal.ts';
import type { LocalRequest } from '../../../local/service.ts';
import { declared, policyDocument } from '../iam/account.ts';
import { serve } from '../iam/server.ts';
import { administrator, queueArn, startSqs } from '../sqs/account.ts';
import { newCloud } from '../support/cloud.ts';
import type { TestCloud } from '../support/cloud.ts';

type Properties = Readonly<Record<string, unknown>>;

export interface EventTemplate {
  readonly buses?: readonly string[];
  /** By logical id, which is also the rule's name. */
  readonly rules?: Readonly<Record<string, Properties>>;
  /** By logical id, which is also the archive's name. */
  readonly archives?: Readonly<Record<string, Properties>>;
  readonly queues?: Readonly<Record<string, Properties>>;
  /** Queues that EventBridge may send to; default: all. */
  readonly openQueues?: readonly string[];
  readonly invoke?: (functionArn: string, payload: unknown) => Promise<unknown>;
  readonly putRecord?: (principal: Principal, streamArn: string, data: Buffer) => unknown;
}

/** EventBridge with real queues behind its rules. */
export function eventsWith(template: EventTemplate, cloud: TestCloud = newCloud()) {
  const iam = new Iam(cloud);
  const { rules = {}, queues = {}, openQueues = Object.keys(queues), buses = [], archives = {} } = template;
  const { sqs } = startSqs(cloud, iam, queues);
  for (const name of openQueues) {
    const statement = {
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn(name),
    };
    sqs.resourceTypes['AWS::SQS::QueuePolicy'](
      declared('AWS::SQS::QueuePolicy', `${name}Policy`, { Queues: [name], PolicyDocument: policyDocument(statement) }),
    );
  }
  sqs.start();
  /** @param also rules that the template didn't have before */
  const create = (also: Readonly<Record<string, Properties>> = {}) => {
    const eventbridge = new EventBridge(cloud, {
      authenticate: (request) => iam.authenticate(request, 'events'),
      authorize: (...call) => iam.authorize(...call),
      roleSession: (...call) => iam.roleSession(...call),
      send: (...message) => sqs.send(...message),
      invoke: async (_caller, functionArn, payload) => template.invoke?.(functionArn, payload),
      putRecord: async (principal, streamArn, data) => template.putRecord?.(principal, streamArn, Buffer.from(data)),
    });
    for (const name of buses) {
      eventbridge.resourceTypes['AWS::Events::EventBus'](declared('AWS::Events::EventBus', name, { Name: name }));
    }
    for (const [name, properties] of Object.entries(archives)) {
      eventbridge.resourceTypes['AWS::Events::Archive'](
        declared('AWS::Events::Archive', name, { ArchiveName: name, SourceArn: busArn('default'), ...properties }),
      );
    }
    for (const [name, properties] of Object.entries({ ...rules, ...also })) {
      eventbridge.resourceTypes['AWS::Events::Rule'](
        declared('AWS::Events::Rule', name, { Name: name, ...properties }),
      );
    }
    eventbridge.start();
    onTestFinished(() => eventbridge.stop());
    return eventbridge;
  };
  const eventbridge = create();
  return {
    cloud,
    iam,
    sqs,
    eventbridge,
    /** Another process on the same state. */
    create,
    put: (...entries: PutEventsEntry[]) => eventbridge.putEvents(administrator, entries),
    /** What has arrived in a queue: takes it out. */
    bodies: (queue: string): string[] => {
      const messages = sqs.receive(administrator, queueArn(queue), 10);
      sqs.delete(
        administrator,
        queueArn(queue),
        messages.map(({ receiptHandle }) => receiptHandle),
      );
      return messages.map(({ body }) => body);
    },
  };
}

/** The same behind a port, with an administrator's client. */
export async function eventsClient(template: EventTemplate) {
  let handle = (_request: LocalRequest, _response: ServerResponse): unknown => undefined;
  const url = await serve((request, response) => handle(request, response));
  const events = eventsWith(template, newCloud({ url }));
  handle = (request, response) => events.eventbridge.handle(request, response);
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new EventBridgeClient({ region: 'us-east-1', endpoint: url, credentials, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return { ...events, client };
}

/** A rule that sends all events of a source to a queue. */
export function toQueue(queue: string, target: Properties = {}, rule: Properties = {}): Properties {
  return {
    EventPattern: { source: ['app'] },
    Targets: [{ Id: 'queue', Arn: queueArn(queue), ...target }],
    ...rule,
  };
}

/** An entry that such a rule matches. */
export function entry(detail: unknown = {}, more: Properties = {}) {
  return { Source: 'app', DetailType: 'Happened', Detail: JSON.stringify(detail), ...more };
}

/** A role by which rules may put events on any bus. */
export function forwardRole(iam: Iam): string {
  const document = (statement: Record<string, unknown>) => policyDocument({ Effect: 'Allow', ...statement });
  const { attributes } = iam.resourceTypes['AWS::IAM::Role'](
    declared('AWS::IAM::Role', 'Forward', {
      RoleName: 'Forward',
      AssumeRolePolicyDocument: document({ Action: 'sts:AssumeRole', Principal: { Service: 'events.amazonaws.com' } }),
      Policies: [{ PolicyName: 'own', PolicyDocument: document({ Action: 'events:PutEvents', Resource: '*' }) }],
    }),
  );
  return attributes?.['Arn'] ?? '';
}

export function busArn(name: string): string {
  return `arn:aws:events:us-east-1:000000000000:event-bus/${name}`;
}
