import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import type { Events } from './consumers.ts';

/** An alarm of the stage that is in the state ALARM. */
export interface RaisedAlarm {
  readonly name: string;
  readonly since: string;
  readonly reason: string;
}

interface Answer {
  readonly MetricAlarms?: readonly {
    readonly AlarmName: string;
    readonly StateReason: string;
    readonly StateUpdatedTimestamp: number;
  }[];
  readonly message?: string;
}

/** The first hundred. @throws Error when CloudWatch refuses */
export async function raisedAlarms(events: Events): Promise<RaisedAlarm[]> {
  const input = { AlarmNamePrefix: `kalpla-${events.stage}-`, StateValue: 'ALARM', MaxRecords: 100 };
  const { MetricAlarms = [] } = await describeAlarms(events, JSON.stringify(input));
  return MetricAlarms.map(({ AlarmName, StateReason, StateUpdatedTimestamp }) => ({
    name: AlarmName,
    since: new Date(StateUpdatedTimestamp * 1000).toISOString(),
    reason: StateReason,
  }));
}

/** In AWS JSON 1.0, which CloudWatch speaks too: one call is no reason for another SDK. */
async function describeAlarms({ region, localUrl, queues }: Events, body: string): Promise<Answer> {
  const url = new URL(localUrl ?? `https://monitoring.${region}.amazonaws.com`);
  const signer = new SignatureV4({
    service: 'monitoring',
    region,
    credentials: queues.config.credentials,
    sha256: Sha256,
  });
  const { headers } = await signer.sign({
    method: 'POST',
    protocol: url.protocol,
    hostname: url.hostname,
    path: '/',
    headers: {
      host: url.host,
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'GraniteServiceVersion20100801.DescribeAlarms',
    },
    body,
  });
  const response = await fetch(url, { method: 'POST', headers, body, signal: AbortSignal.timeout(10_000) });
  const answer = (await response.json()) as Answer;
  if (response.ok) return answer;
  throw new Error(`CloudWatch does not tell its alarms: ${answer.message ?? `HTTP ${response.status}`}`);
}
