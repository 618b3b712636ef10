import type { Alarm } from './alarm.ts';
import { evaluationRange } from './evaluation.ts';

interface Sample {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly value: number;
}

/** What was measured for one alarm, as far back as it looks. */
export class Series {
  #samples: Sample[] = [];

  constructor(samples: readonly Sample[] = []) {
    this.#samples = [...samples];
  }

  add(alarm: Alarm, at: number, value: number): void {
    const oldest = at - evaluationRange(alarm) * alarm.period * 1000;
    this.#samples = [...this.#samples.filter((sample) => sample.at > oldest && sample.at < at), { at, value }];
  }

  /** A value for each period that ends now, or a whole number of periods ago; the oldest first. */
  points(alarm: Alarm, now: number): (number | undefined)[] {
    const { period, statistic } = alarm;
    return Array.from({ length: evaluationRange(alarm) }, (_, back) => {
      const end = now - back * period * 1000;
      const values = this.#samples.filter(({ at }) => at > end - period * 1000 && at <= end).map(({ value }) => value);
      return values.length === 0 ? undefined : statisticOf(statistic, values);
    }).reverse();
  }

  toJSON(): readonly Sample[] {
    return this.#samples;
  }
}

function statisticOf(statistic: Alarm['statistic'], values: readonly number[]): number {
  const sum = values.reduce((total, value) => total + value, 0);
  switch (statistic) {
    case 'Average':
      return sum / values.length;
    case 'Maximum':
      return Math.max(...values);
    case 'Minimum':
      return Math.min(...values);
    case 'SampleCount':
      return values.length;
    case 'Sum':
      return sum;
  }
}
