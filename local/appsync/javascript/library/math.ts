/** `util.math`. */
export const math = {
  roundNum: (input: number): number => Math.round(input),
  minVal: (first: number, second: number): number => Math.min(first, second),
  maxVal: (first: number, second: number): number => Math.max(first, second),
  randomDouble: (): number => Math.random(),
  /** An integer from `start` to `end`, both included. */
  randomWithinRange: (start: number, end: number): number => start + Math.floor(Math.random() * (end - start + 1)),
};
