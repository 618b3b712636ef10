import { expect, it, describe, vi } from 'vitest';
import { MovableClock } from '../../../local/clock.ts';
import { AwsError } from '../../../local/errors.ts';
import { Faults, plannedFault } from '../../../local/faults.ts';
import { movedClock } from '../../../local/moved-clock.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');

describe('the clock lever', () => {
  it.each([
    [{ now: '2026-12-24T18:00:00Z' }, '2026-12-24T18:00:00.000Z'],
    [{ now: '2026-12-24T18:00:00+01:00' }, '2026-12-24T17:00:00.000Z'],
    [{ advance: 'PT1H' }, '2026-11-20T13:00:00.000Z'],
    [{ advance: 'P7DT0.5S' }, '2026-11-27T12:00:00.500Z'],
    [{ advance: '-PT30M' }, '2026-11-20T11:30:00.000Z'],
  ])('takes %j', (body, expected) => {
    expect(new Date(movedClock(body, NOW)).toISOString()).toBe(expected);
  });

  it.each([
    [{}, 'Give either now or advance.'],
    [null, 'Give either now or advance.'],
    [{ now: '2026-12-24T18:00:00Z', advance: 'PT1H' }, 'Give either now or advance.'],
    [{ now: 'tomorrow' }, 'now is "tomorrow", but must be a time such as 2026-11-20T09:00:00Z.'],
    [{ now: 5 }, 'now is 5, but must be a time'],
    [{ advance: '1 hour' }, 'advance is "1 hour", but must be an ISO 8601 duration'],
    [{ advance: 'P1M' }, 'advance is "P1M", but must be an ISO 8601 duration of days at most'],
    [{ advance: 'P99999D' }, 'The clock goes from 2000 to 2100.'],
  ])('refuses %j', (body, message) => {
    expect(() => movedClock(body, NOW)).toThrow(message);
  });
});

describe('a moved clock', () => {
  it('goes on at the pace of the machine', () => {
    vi.useFakeTimers({ now: NOW });
    try {
      const clock = new MovableClock();
      clock.move(3_600_000);
      vi.advanceTimersByTime(1000);
      expect([clock.now() - NOW, clock.ahead]).toEqual([3_601_000, 3_600_000]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('keeps the appointments that it is moved past, each once and in their order', () => {
    vi.useFakeTimers({ now: NOW });
    try {
      const clock = new MovableClock();
      const kept: string[] = [];
      clock.at(NOW + 7_200_000, () => kept.push('in two hours'));
      clock.at(NOW + 60_000, () => kept.push('in a minute'));
      clock.at(NOW + 90_000_000, () => kept.push('tomorrow'));
      clock.at(NOW + 120_000, () => kept.push('given up'))();
      clock.move(7_200_000);
      vi.advanceTimersByTime(10);
      expect(kept).toEqual(['in a minute', 'in two hours']);
      vi.advanceTimersByTime(90_000_000);
      expect(kept).toEqual(['in a minute', 'in two hours', 'tomorrow']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('has begun what it was moved past before the lever answers', () => {
    const clock = new MovableClock();
    const kept: string[] = [];
    clock.at(Date.now() + 3_600_000, () => kept.push('in an hour'));
    clock.move(3_600_000);
    clock.stop();
    expect(kept).toEqual(['in an hour']);
  });

  it('lets nothing fall due while it is held, and all of it once it is released', () => {
    vi.useFakeTimers({ now: NOW });
    try {
      const clock = new MovableClock();
      const kept: string[] = [];
      clock.at(NOW + 1_000, () => kept.push('in a second'));
      clock.hold();
      clock.at(NOW + 2_000, () => kept.push('in two'));
      vi.advanceTimersByTime(5_000);
      clock.keepAppointments();
      expect([clock.now() - NOW, kept]).toEqual([5_000, []]);
      clock.release();
      expect(kept).toEqual(['in a second', 'in two']);
    } finally {
      vi.useRealTimers();
    }
  });

  it('waits longer than a timer of Node.js can', () => {
    vi.useFakeTimers({ now: NOW });
    try {
      const clock = new MovableClock();
      const kept: string[] = [];
      clock.at(NOW + 60 * 86_400_000, () => kept.push('in sixty days'));
      vi.advanceTimersByTime(59 * 86_400_000);
      expect(kept).toEqual([]);
      vi.advanceTimersByTime(86_400_000);
      expect(kept).toEqual(['in sixty days']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a planned fault', () => {
  const answers = {
    throttled: () => new AwsError('ThrottlingException', 'Rate exceeded'),
    failed: () => new AwsError('InternalServerError', 'Internal', 500),
  };
  const around = async (faults: Faults, operation: string, calls: string[]) =>
    faults
      .around('dynamodb', operation, answers, () => calls.push(operation))
      .then(
        () => 'answered',
        (error: unknown) => (error as AwsError).code,
      );

  it('strikes the operation as often as it was told to, and no other', async () => {
    const faults = new Faults();
    faults.plan({ service: 'dynamodb', operation: 'PutItem', kind: 'throttle', count: 2 });
    faults.plan({ service: 'sqs', operation: '*', kind: 'error', count: 1 });
    const calls: string[] = [];
    const outcomes = [];
    for (const operation of ['PutItem', 'GetItem', 'PutItem', 'PutItem']) {
      outcomes.push(await around(faults, operation, calls));
    }
    expect(outcomes).toEqual(['ThrottlingException', 'answered', 'ThrottlingException', 'answered']);
    expect(calls).toEqual(['GetItem', 'PutItem']);
    expect(faults.report().map(({ struck }) => struck)).toEqual([2, 0]);
  });

  it('of a crash after the commit does the work and loses the answer', async () => {
    const faults = new Faults();
    faults.plan({ service: 'dynamodb', operation: '*', kind: 'crashAfterCommit', count: 1 });
    const calls: string[] = [];
    expect(await around(faults, 'PutItem', calls)).toBe('InternalServerError');
    expect(calls).toEqual(['PutItem']);
    expect(await around(faults, 'PutItem', calls)).toBe('answered');
  });

  it('is forgotten when all are cleared', async () => {
    const faults = new Faults();
    faults.plan({ service: 'dynamodb', operation: '*', kind: 'error', count: 9 });
    faults.clear();
    expect(await around(faults, 'PutItem', [])).toBe('answered');
    expect(faults.report()).toEqual([]);
  });

  const supported = { dynamodb: { PutItem: ['throttle'], GetRecords: ['error', 'latency'] } } as const;

  it('is planned for an operation, or for every one of a service', () => {
    const fault = { service: 'dynamodb', operation: 'PutItem', kind: 'throttle', count: 3 };
    expect(plannedFault(fault, supported)).toEqual(fault);
    expect(plannedFault({ service: 'dynamodb', kind: 'latency' }, supported)).toEqual({
      service: 'dynamodb',
      operation: '*',
      kind: 'latency',
      count: 1,
    });
  });

  it.each([
    [{}, 'service is missing, but must be one of dynamodb.'],
    [{ service: 'toString' }, 'service is "toString", but must be one of dynamodb.'],
    [{ service: 'dynamodb', operation: 'Put' }, 'operation is "Put", but must be one of *, PutItem, GetRecords.'],
    [{ service: 'dynamodb', operation: 'PutItem', kind: 'error' }, 'kind is "error", but must be one of throttle.'],
    [{ service: 'dynamodb', kind: 'fire' }, 'kind is "fire", but must be one of throttle, error, latency.'],
    [{ service: 'dynamodb', kind: 'error', count: 0 }, 'count is 0, but must be a whole number from 1.'],
  ])('is refused for %j', (body, message) => {
    expect(() => plannedFault(body, supported)).toThrow(message);
  });
});
