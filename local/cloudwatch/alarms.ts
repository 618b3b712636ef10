import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { JsonFile } from '../json-file.ts';
import type { Alarm, Metric } from './alarm.ts';
import { evaluate } from './evaluation.ts';
import type { AlarmState } from './evaluation.ts';
import { Series } from './series.ts';

/** What a metric is now; null: nothing is reported; undefined: nobody measures it here. */
export type Measure = (metric: Metric) => number | null | undefined;

/** How an alarm stands. Times are milliseconds since the epoch. */
export interface Standing {
  readonly state: AlarmState;
  readonly reason: string;
  readonly since: number;
  readonly samples: Series;
}

type Kept = Readonly<Record<string, Omit<Standing, 'samples'> & { readonly samples: readonly never[] }>>;

const MINUTE = 60_000;
const FILE = 'alarms.json';

/** Measures and evaluates alarms at each minute of the cloud's clock, as services report and CloudWatch evaluates. */
export class Alarms {
  readonly #cloud: Cloud;
  readonly #measure: Measure;
  readonly #alarms = new Map<string, Alarm>();
  readonly #file: JsonFile<Kept>;
  #standings = new Map<string, Standing>();
  #cancel: (() => void) | undefined;

  constructor(cloud: Cloud, measure: Measure) {
    this.#cloud = cloud;
    this.#measure = measure;
    this.#file = new JsonFile<Kept>(join(cloud.stateFolder, 'cloudwatch', FILE), {});
  }

  has(name: string): boolean {
    return this.#alarms.has(name);
  }

  add(alarm: Alarm): void {
    this.#alarms.set(alarm.name, alarm);
  }

  /** By name. */
  all(): { readonly alarm: Alarm; readonly standing: Standing; readonly isMeasured: boolean }[] {
    const alarms = [...this.#alarms.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
    return alarms.map((alarm) => ({ alarm, standing: this.#standing(alarm), isMeasured: this.#isMeasured(alarm) }));
  }

  start(): void {
    this.#read();
    for (const alarm of this.#alarms.values()) {
      if (this.#isMeasured(alarm)) continue;
      const { namespace, name } = alarm.metric;
      this.#cloud.log.warn(
        'cloudwatch',
        `${alarm.name} stays INSUFFICIENT_DATA: nothing measures ${namespace} ${name} here`,
      );
    }
    this.#appoint();
  }

  snapshot(folder: string): void {
    new JsonFile<Kept | undefined>(join(folder, FILE), undefined).write(this.#kept());
  }

  restore(folder: string): void {
    this.#file.write(new JsonFile<Kept>(join(folder, FILE), {}).value);
    this.#read();
    this.#appoint();
  }

  stop(): void {
    this.#cancel?.();
  }

  #appoint(): void {
    this.#cancel?.();
    if (this.#alarms.size === 0) return;
    const next = (Math.floor(this.#cloud.clock.now() / MINUTE) + 1) * MINUTE;
    this.#cancel = this.#cloud.clock.at(next, () => {
      this.#look();
      this.#appoint();
    });
  }

  #look(): void {
    const now = this.#cloud.clock.now();
    for (const alarm of this.#alarms.values()) {
      const value = this.#measure(alarm.metric);
      // Its state needs no evaluation: there will never be data.
      if (value !== undefined) this.#evaluate(alarm, value, now);
    }
    this.#file.write(this.#kept());
  }

  #evaluate(alarm: Alarm, value: number | null, now: number): void {
    const standing = this.#standing(alarm);
    if (value !== null) standing.samples.add(alarm, now, value);
    const points = standing.samples.points(alarm, now);
    const state = evaluate(alarm, points, standing.state);
    const next =
      state === standing.state ? standing : { ...standing, state, reason: reasonOf(alarm, points), since: now };
    this.#standings.set(alarm.name, next);
    if (next !== standing && (state === 'ALARM' || standing.state === 'ALARM')) {
      this.#cloud.log.warn('cloudwatch', `${alarm.name} is ${state}: ${next.reason}`);
    }
  }

  #standing({ name }: Alarm): Standing {
    const standing = this.#standings.get(name) ?? {
      state: 'INSUFFICIENT_DATA',
      reason: 'Unchecked: Initial alarm creation',
      since: this.#cloud.clock.now(),
      samples: new Series(),
    };
    this.#standings.set(name, standing);
    return standing;
  }

  #isMeasured({ metric }: Alarm): boolean {
    return this.#measure(metric) !== undefined;
  }

  #kept(): Kept {
    return JSON.parse(JSON.stringify(Object.fromEntries(this.#standings))) as Kept;
  }

  #read(): void {
    this.#file.reload();
    const kept = Object.entries(this.#file.value);
    this.#standings = new Map(kept.map(([name, one]) => [name, { ...one, samples: new Series(one.samples) }]));
  }
}

function reasonOf(
  { threshold, comparison, evaluationPeriods }: Alarm,
  points: readonly (number | undefined)[],
): string {
  const real = points.filter((point) => point !== undefined).slice(-evaluationPeriods);
  const what = comparison
    .replace(/Threshold$/, '')
    .replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase();
  if (real.length === 0) return 'Threshold Crossed: no datapoints were received.';
  return `Threshold Crossed: of the last datapoints [${real.join(', ')}], compared: ${what} ${threshold}.`;
}
