import { AwsError } from '../../errors.ts';
import { invalidRequest } from '../errors.ts';
import type { AppSyncPorts, EventEntry } from '../ports.ts';
import { RequestReader } from '../dynamodb/request.ts';
import { SERVICE, SESSION_NAME } from './session.ts';
import type { DataSource } from './step.ts';

type EventBridgePorts = Pick<AppSyncPorts, 'roleSession'> & Required<Pick<AppSyncPorts, 'putEvents'>>;

/** An AMAZON_EVENTBRIDGE data source: "JavaScript resolver function reference for EventBridge data source". */
export function eventBridgeSource(
  settings: { readonly name: string; readonly roleArn: string; readonly busArn: string },
  ports: EventBridgePorts,
): DataSource {
  return {
    name: settings.name,
    async invoke(value) {
      const request = new RequestReader(value).only('version', 'operation', 'events');
      const operation = request.string('operation');
      if (operation !== 'PutEvents') {
        throw invalidRequest(`Unsupported operation '${operation}'. Only the following are supported: (PutEvents)`);
      }
      const entries = request.list('events').map((event, index) => entryOf(event, index, settings.busArn));
      try {
        const principal = ports.roleSession(settings.roleArn, SESSION_NAME, SERVICE);
        const { Entries, FailedEntryCount } = await ports.putEvents(principal, entries);
        return { result: { Entries, FailedEntryCount } };
      } catch (error) {
        if (!(error instanceof AwsError)) throw error;
        return { result: null, error: { type: `EventBridge:${error.code}`, message: error.message } };
      }
    },
  };
}

function entryOf(value: unknown, index: number, busArn: string): EventEntry {
  const event = new RequestReader(value, `events[${index}]`);
  event.only('source', 'detail', 'detailType', 'resources', 'time');
  return {
    EventBusName: busArn,
    Source: event.string('source'),
    DetailType: event.string('detailType'),
    Detail: JSON.stringify(event.object('detail').values),
    ...(event.has('resources') ? { Resources: event.list('resources').map(String) } : {}),
    ...(event.has('time') ? { Time: event.string('time') } : {}),
  };
}
