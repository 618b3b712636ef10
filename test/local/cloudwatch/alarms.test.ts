import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { describe, expect, it } from 'vitest';
import type { Iam } from '../../../local/iam/iam.ts';
import { decodeCbor, encodeCbor } from '../../../local/cloudwatch/cbor.ts';
import { roleWith } from '../iam/account.ts';
import { alarmsAt, alarmsWith } from './account.ts';

type SessionKeys = ReturnType<Iam['credentials']>;

describe('an alarm of a template', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ Metrics: [] }, "Metrics isn't run"],
    [{ MetricName: undefined }, 'MetricName is required'],
    [{ Statistic: 'p99' }, "Statistic p99 isn't run"],
    [{ Period: 10 }, 'Period 10 must be a multiple of 60'],
    [{ EvaluationPeriods: 0 }, 'EvaluationPeriods must be a positive whole number'],
    [{ EvaluationPeriods: 2, DatapointsToAlarm: 3 }, 'DatapointsToAlarm must not be greater'],
    [{ ComparisonOperator: 'Equals' }, "ComparisonOperator Equals isn't run"],
    [{ TreatMissingData: 'zero' }, "TreatMissingData zero isn't run"],
    [{ Threshold: undefined }, 'Threshold is required'],
  ])('%j is refused', (properties, message) => {
    expect(() => alarmsWith({ a: properties })).toThrow(message);
  });

  it('is told in the terminal as it rises and when it is over, once each', () => {
    const { minutes, cloud } = alarmsWith({ a: {} });
    minutes(2, 0);
    minutes(3, 2);
    minutes(3, 0);
    expect(cloud.terminal).toEqual([
      'cloudwatch: a is ALARM: Threshold Crossed: of the last datapoints [2], compared: greater than 0.',
      'cloudwatch: a is OK: Threshold Crossed: of the last datapoints [0], compared: greater than 0.',
    ]);
  });

  it.each([
    ['GreaterThanOrEqualToThreshold', ['OK', 'ALARM', 'ALARM']],
    ['GreaterThanThreshold', ['OK', 'OK', 'ALARM']],
    ['LessThanThreshold', ['ALARM', 'OK', 'OK']],
    ['LessThanOrEqualToThreshold', ['ALARM', 'ALARM', 'OK']],
  ])('compares %s', (ComparisonOperator, states) => {
    const { minutes } = alarmsWith({ a: { ComparisonOperator, Threshold: 5 } });
    expect([4, 5, 6].map((value) => minutes(1, value)['a'])).toEqual(states);
  });

  it('stands as it stood when the process is killed, and counts on', () => {
    const { minutes, create, states, cloudwatch } = alarmsWith({
      a: { EvaluationPeriods: 3, TreatMissingData: 'ignore' },
    });
    minutes(3, 1);
    cloudwatch.stop();
    const next = create();
    expect(states(next)).toEqual({ a: 'ALARM' });
    minutes(1, 0);
    expect(states(next)).toEqual({ a: 'OK' });
  });

  it('goes back to a snapshot', () => {
    const { minutes, cloudwatch, cloud, states } = alarmsWith({ a: {} });
    minutes(1, 0);
    cloudwatch.snapshot(`${cloud.stateFolder}/snapshot`);
    expect(minutes(1, 1)).toEqual({ a: 'ALARM' });
    cloudwatch.restore(`${cloud.stateFolder}/snapshot`);
    expect(states()).toEqual({ a: 'OK' });
  });
});

describe('DescribeAlarms', () => {
  const asked = { a: {}, b: { AlarmDescription: 'See the runbook.' }, c: {} };
  type Account = Awaited<ReturnType<typeof alarmsAt>>;
  /** Calls as the administrator, or with other keys. */
  const call = async (
    { url, cloud }: Account,
    path: string,
    given: Record<string, string>,
    body: string | Uint8Array,
    credentials = { accessKeyId: 'local', secretAccessKey: 'local' },
  ) => {
    const { host, hostname } = new URL(url);
    const signer = new SignatureV4({ service: 'monitoring', region: 'us-east-1', credentials, sha256: Sha256 });
    const request = { method: 'POST', protocol: 'http:', hostname, path, headers: { host, ...given }, body };
    const { headers } = await signer.sign(request, { signingDate: new Date(cloud.clock.now()) });
    return fetch(url + path, { method: 'POST', headers, body: typeof body === 'string' ? body : Buffer.from(body) });
  };
  const json = (account: Account, input: object | string, operation = 'DescribeAlarms', keys?: SessionKeys) => {
    const target = `GraniteServiceVersion20100801.${operation}`;
    const body = typeof input === 'string' ? input : JSON.stringify(input);
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': target };
    return call(account, '/', headers, body, keys);
  };

  it('answers in AWS JSON 1.0', async () => {
    const account = await alarmsAt(asked);
    account.minutes(1, 1);
    const response = await json(account, { StateValue: 'ALARM', MaxRecords: 2 });
    const answer = (await response.json()) as { MetricAlarms: Record<string, unknown>[]; NextToken: string };
    expect(answer.MetricAlarms).toHaveLength(2);
    expect(answer.MetricAlarms[1]).toMatchObject({
      AlarmName: 'b',
      AlarmArn: 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:b',
      AlarmDescription: 'See the runbook.',
      StateValue: 'ALARM',
      StateUpdatedTimestamp: Date.parse('2026-11-21T12:01:00Z') / 1000,
      Dimensions: [{ Name: 'QueueName', Value: 'q' }],
      Threshold: 0,
      TreatMissingData: 'missing',
    });
    const rest = await json(account, { NextToken: answer.NextToken });
    expect(await rest.json()).toMatchObject({ MetricAlarms: [{ AlarmName: 'c' }] });
  });

  it('answers in Smithy RPC v2 CBOR', async () => {
    const account = await alarmsAt(asked);
    account.minutes(1, 1);
    const path = '/service/GraniteServiceVersion20100801/operation/DescribeAlarms';
    const headers = { 'content-type': 'application/cbor', 'smithy-protocol': 'rpc-v2-cbor' };
    const response = await call(account, path, headers, encodeCbor({ AlarmNames: ['b', 'none'] }));
    expect(response.headers.get('smithy-protocol')).toBe('rpc-v2-cbor');
    const answer = decodeCbor(Buffer.from(await response.arrayBuffer())) as { MetricAlarms: object[] };
    expect(answer.MetricAlarms).toMatchObject([
      { AlarmName: 'b', StateValue: 'ALARM', StateUpdatedTimestamp: Date.parse('2026-11-21T12:01:00Z') / 1000 },
    ]);
  });

  it('reads and writes the examples of RFC 8949', () => {
    const examples: readonly [string, unknown][] = [
      ['1864', 100],
      ['1903e8', 1000],
      ['1b000000e8d4a51000', 1_000_000_000_000],
      ['3903e7', -1000],
      ['fb3ff199999999999a', 1.1],
      ['f4', false],
      ['6449455446', 'IETF'],
      ['8301820203820405', [1, [2, 3], [4, 5]]],
      ['a26161016162820203', { a: 1, b: [2, 3] }],
      ['bf61610161629f0203ffff', { a: 1, b: [2, 3] }],
      ['7f657374726561646d696e67ff', 'streaming'],
      ['c11a514b67b0', 1_363_896_240],
    ];
    for (const [hex, value] of examples) {
      expect(decodeCbor(Buffer.from(hex, 'hex'))).toEqual(value);
      expect(decodeCbor(encodeCbor(value))).toEqual(value);
    }
  });

  it('refuses what it does not understand, and who may not', async () => {
    const account = await alarmsAt(asked);
    const answer = async (...asks: [object | string, string?, SessionKeys?]) => {
      const response = await json(account, ...asks);
      return { status: response.status, ...((await response.json()) as object) };
    };
    expect(await answer({ AlarmNames: ['a'], AlarmNamePrefix: 'a' })).toMatchObject({
      status: 400,
      __type: 'ValidationError',
    });
    expect(await answer({}, 'PutMetricData')).toMatchObject({ __type: 'UnknownOperationException' });
    expect(await answer('{')).toMatchObject({ __type: 'SerializationException' });
    const role = roleWith(account.iam, { Effect: 'Allow', Action: 'cloudwatch:GetMetricData', Resource: '*' });
    const refusal = await answer({}, 'DescribeAlarms', account.iam.credentials(role));
    expect(refusal).toMatchObject({ message: expect.stringContaining('cloudwatch:DescribeAlarms') as string });
  });
});
