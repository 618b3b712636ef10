import { describe, expect } from 'vitest';
import { prefixOf } from '../../../local/firehose/prefix.ts';
import { documented } from '../support/documented.ts';

const page = 'firehose/latest/dev/s3-prefixes.html';
/** 10:30 UTC on August 27, 2018. */
const time = Date.UTC(2018, 7, 27, 10, 30);
const failures = 'failures/!{firehose:error-output-type}/';

describe('a prefix', () => {
  documented(page, 'As an example, in the year 2018, the expression !{timestamp:yyyy} evaluates to 2018.', () => {
    expect(prefixOf('!{timestamp:yyyy}', failures, 'UTC')(time)).toBe('2018');
  });

  documented(
    page,
    "If you specify a prefix that doesn't contain a timestamp namespace expression, Kinesis Data Firehose appends the expression !{timestamp:yyyy/MM/dd/HH/}to the value in the Prefix field.",
    () => {
      expect(prefixOf('events/', undefined, 'UTC')(time)).toBe('events/2018/08/27/10/');
      expect(prefixOf(undefined, undefined, 'UTC')(time)).toBe('2018/08/27/10/');
      const random = prefixOf('!{firehose:random-string}/', failures, 'UTC')(time);
      expect(random).toMatch(/^[0-9a-f-]{11}\/2018\/08\/27\/10\/$/);
    },
  );

  documented(page, 'Evaluated prefix (at 10:30 AM UTC on Aug 27, 2018)', () => {
    const year = 'myFirehose/DeliveredYear=!{timestamp:yyyy}/anyMonth/rand=!{firehose:random-string}';
    expect(prefixOf(year, failures, 'UTC')(time)).toMatch(/^myFirehose\/DeliveredYear=2018\/anyMonth\/rand=.{11}$/);
    const parts = 'myPrefix/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/';
    expect(prefixOf(parts, failures, 'UTC')(time)).toBe('myPrefix/year=2018/month=08/day=27/hour=10/');
  });

  documented(
    page,
    "For the timestamp namespace, any character that isn't in single quotes is evaluated. In other words, any string escaped with single quotes in the value field is taken literally.",
    () => {
      const prefix = prefixOf("!{timestamp:'year='yyyy'/month='MM'/'}", failures, 'UTC');
      expect(prefix(time)).toBe('year=2018/month=08/');
      expect(() => prefixOf('!{timestamp:year=yyyy}', failures, 'UTC')).toThrow();
    },
  );

  documented(
    page,
    'Evaluates to a random string of 11 characters. If you use it more than once in the same expression, every instance evaluates to a new random string.',
    () => {
      const prefix = prefixOf('!{firehose:random-string}|!{firehose:random-string}|!{timestamp:yyyy}', failures, 'UTC');
      const [one = '', other] = prefix(time).split('|');
      expect(one).toHaveLength(11);
      expect(one).not.toBe(other);
    },
  );

  documented(page, "Prefix can't contain !{firehose:error-output-type}.", () => {
    expect(() => prefixOf('a/!{firehose:error-output-type}/', failures, 'UTC')).toThrow("can't contain");
  });

  documented(page, "Invalid input: ErrorOutputPrefix can't be null when Prefix contains expressions", () => {
    expect(() => prefixOf('!{timestamp:yyyy/MM/dd}', undefined, 'UTC')).toThrow("ErrorOutputPrefix can't be null");
  });

  documented(
    page,
    'If you specify an expression for ErrorOutputPrefix, you must include at least one instance of !{firehose:error-output-type}.',
    () => {
      expect(() => prefixOf(undefined, 'failed/!{timestamp:yyyy}/', 'UTC')).toThrow('at least one instance');
      prefixOf(undefined, 'failed/', 'UTC');
    },
  );

  documented(page, 'The sequence !{ can only appear in !{namespace:value} expressions.', () => {
    expect(() => prefixOf('a!{b', failures, 'UTC')).toThrow('the sequence !{');
  });

  documented(
    page,
    "Neither Prefix nor ErrorOutputPrefix can be greater than 512 characters after they're evaluated.",
    () => {
      expect(() => prefixOf('x'.repeat(499), undefined, 'UTC')).toThrow('512 characters');
      prefixOf('x'.repeat(498), undefined, 'UTC');
    },
  );
});
