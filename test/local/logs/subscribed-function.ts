import { gunzipSync } from 'node:zlib';
import { onTestFinished } from 'vitest';
import type { Principal } from '../../../local/iam/principal.ts';
import { Logs } from '../../../local/logs/logs.ts';
import { declared, functionOf } from '../lambda/fixture.ts';
import type { TestCloud } from '../support/cloud.ts';

type Properties = Record<string, unknown>;

export interface Delivered {
  readonly messageType: string;
  readonly owner: string;
  readonly logGroup: string;
  readonly logStream: string;
  readonly subscriptionFilters: readonly string[];
  readonly logEvents: readonly { readonly id: string; readonly timestamp: number; readonly message: string }[];
}

export interface SubscribedOptions {
  /** Of the filters of the group `app`; default: one that takes everything. */
  readonly filters?: readonly Properties[];
  /** Of the permission; undefined: the function has none. */
  readonly permission?: Properties;
  readonly groups?: readonly string[];
  readonly cloud?: TestCloud;
  /** Of the function. */
  readonly code?: string;
}

export const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:subject';
export const streamArn = 'arn:aws:firehose:us-east-1:000000000000:deliverystream/clicks';
export const permitted = {
  Principal: 'logs.amazonaws.com',
  SourceArn: 'arn:aws:logs:us-east-1:000000000000:log-group:app:*',
};

/** The function `subject`, subscribed to the log group `app`, prints what it gets. */
export function subscribed(options: SubscribedOptions = {}) {
  const {
    filters = [{}],
    groups = ['app'],
    code = 'export const handler = async (e) => console.log(e.awslogs.data);',
  } = options;
  const { lambda, cloud, logged } = functionOf(code, {}, options.cloud);
  const permission = 'permission' in options ? options.permission : permitted;
  if (permission) {
    const properties = { Action: 'lambda:InvokeFunction', FunctionName: 'subject', ...permission };
    lambda.resourceTypes['AWS::Lambda::Permission'](declared('Permission', 'AWS::Lambda::Permission', properties));
  }
  const records: { readonly principal: Principal; readonly data: Uint8Array }[] = [];
  const create = () => {
    const logs = new Logs(cloud, {
      logGroupOf: (arn) => lambda.logGroupOf(arn),
      mayInvoke: (...question) => lambda.permits(...question),
      invoke: (service, arn, sourceArn, payload) => lambda.invoke({ service, sourceArn }, arn, payload, 'Event'),
      roleSession: (roleArn, session, service) => ({ kind: 'role', arn: `${session} of ${service}`, roleArn }),
      putRecord: async (principal, _arn, data) => void records.push({ principal, data }),
    });
    for (const name of groups) {
      logs.resourceTypes['AWS::Logs::LogGroup'](declared(name, 'AWS::Logs::LogGroup', { LogGroupName: name }));
    }
    for (const [index, filter] of filters.entries()) {
      const properties = {
        LogGroupName: 'app',
        FilterName: `f${index}`,
        FilterPattern: '',
        DestinationArn: functionArn,
        ...filter,
      };
      logs.resourceTypes['AWS::Logs::SubscriptionFilter'](
        declared(`F${index}`, 'AWS::Logs::SubscriptionFilter', properties),
      );
    }
    logs.start();
    return logs;
  };
  let logs = create();
  onTestFinished(async () => {
    await logs.stop();
    await lambda.stop();
  });
  return {
    cloud,
    records,
    lambda,
    get logs() {
      return logs;
    },
    write: (...lines: string[]) => {
      for (const line of lines) cloud.log.write('app', line, 'stream1');
    },
    delivered: async (): Promise<Delivered[]> => {
      await logs.idle();
      await lambda.idle();
      const data = [...logged().matchAll(/\tINFO\t(\S+)$/gm)].map(([, base64 = '']) => base64);
      return data.map((base64) => JSON.parse(gunzipSync(Buffer.from(base64, 'base64')).toString()) as Delivered);
    },
    restart: () =>
      Promise.resolve(logs.stop()).then(() => {
        logs = create();
      }),
  };
}

export const messagesOf = (delivered: readonly Delivered[]) =>
  delivered.flatMap(({ logEvents }) => logEvents.map(({ message }) => message));
