import { Arrivals, exponential, randomBy, type Doing } from './arrivals.ts';
import type { HeatOperation } from './record.ts';

export interface Scenario {
  readonly name: string;
  /** Who comes when, and does what: all that the model assumes of people. */
  readonly assumes: string;
  readonly arrivals: (seed: number) => Arrivals;
}

const DIGITS = 16;
const LEARNERS = 1_000_000;
const MEAN_OF_OPENING = 480;
const RATE = 5_000;
const COURSES = 1_000;

/** What a learner does at an opening, and how many seconds after the step before, on average. */
const FIRST_STEPS: readonly (readonly [HeatOperation, number])[] = [
  ['dashboard', 0],
  ['page by slug', 5],
  ['enroll', 15],
  ['page by id', 2],
  ['lesson', 10],
  ['position', 30],
];

export const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a course of 1M learners opens at 9:00',
    assumes:
      'A million learners come from 9:00 on, at times that are exponentially distributed with a mean of 8 minutes: 2,083 ' +
      'a second at nine, 63 % by 9:08. Each opens the dashboard, 5 s later on average (exponential, like all that follow) ' +
      'the course page by its slug, with rating and counts, 15 s later enrolls, 2 s later reads the course by its id, ' +
      '10 s later opens the first lesson, and 30 s later reports the position in it. One hour is counted.',
    arrivals: opening,
  },
  {
    name: 'a viral lesson: 5,000 completions a second',
    assumes:
      'In a course of 1M learners 5,000 a second open one lesson, as many report their position in it, and as many complete ' +
      'it (three Poisson processes): each once, and for the first time. Two minutes are counted.',
    arrivals: (seed) => steady(seed, 1, ['lesson', 'position', 'complete']),
  },
  {
    name: '5,000 score changes a second among 1M learners',
    assumes:
      'Learners of 1,000 courses complete 5,000 lessons a second (a Poisson process), each of a course that is drawn with ' +
      'the same chance. Each completion is an award, changes three boards, and crosses a limit of a bucket in each.',
    arrivals: (seed) => steady(seed, COURSES, ['complete']),
  },
];

function opening(seed: number): Arrivals {
  const random = randomBy(seed);
  const arrivals = new Arrivals(3_600);
  for (let learner = 0; learner < LEARNERS; learner += 1) {
    const digit = Math.floor(random() * DIGITS);
    let time = exponential(random, MEAN_OF_OPENING);
    for (const [operation, mean] of FIRST_STEPS) {
      time += mean === 0 ? 0 : exponential(random, mean);
      arrivals.add({ operation, digit, course: 0 }, time);
    }
  }
  return arrivals;
}

/** Each operation at the same rate, by learners of their own: it makes no difference who came before. */
function steady(seed: number, courses: number, operations: readonly HeatOperation[]): Arrivals {
  const random = randomBy(seed);
  const arrivals = new Arrivals(120);
  for (const operation of operations) {
    for (let time = exponential(random, 1 / RATE); time < 120; time += exponential(random, 1 / RATE)) {
      const doing: Doing = {
        operation,
        digit: Math.floor(random() * DIGITS),
        course: Math.floor(random() * courses),
      };
      arrivals.add(doing, time);
    }
  }
  return arrivals;
}
