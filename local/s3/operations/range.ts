import { s3Error } from '../errors.ts';

/** Bytes, both inclusive. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/**
 * What of an object a `Range` header asks for; undefined: all of it, also for a header that isn't understood or asks
 * for several ranges.
 * @throws AwsError InvalidRange
 */
export function readRange(header: string | undefined, size: number): ByteRange | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return undefined;
  const range =
    first === ''
      ? { start: Math.max(0, size - Number(last)), end: size - 1 }
      : { start: Number(first), end: last === '' ? size - 1 : Math.min(Number(last), size - 1) };
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined;
  if (range.start >= size || (first === '' && Number(last) === 0)) {
    throw s3Error('InvalidRange', undefined, { RangeRequested: header, ActualObjectSize: size });
  }
  return range;
}
