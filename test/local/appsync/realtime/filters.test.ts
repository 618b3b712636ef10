import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesFilter } from '../../../../local/appsync/realtime/filters.ts';

const PAYLOAD = {
  n: 5,
  s: 'hello',
  flag: false,
  tags: ['a', 'b'],
  author: { name: 'Ann' },
  none: null,
  deep: { 1: { 2: { 3: { 4: 'five' } } } },
};
const filter = (fieldName: string, operator: string, value: unknown) => ({ fieldName, operator, value });
const group = (...filters: object[]) => ({ filters });

test.each<[fieldName: string, operator: string, value: unknown, expected: boolean]>([
  ['n', 'eq', 5, true],
  ['n', 'eq', '5', false],
  ['n', 'ne', 4, true],
  ['flag', 'eq', false, true],
  ['n', 'le', 5, true],
  ['n', 'lt', 5, false],
  ['n', 'ge', 5, true],
  ['n', 'gt', 5, false],
  ['n', 'gt', 'a', false],
  ['s', 'lt', 'z', true],
  ['s', 'contains', 'ell', true],
  ['tags', 'contains', 'b', true],
  ['tags', 'notContains', 'b', false],
  ['s', 'beginsWith', 'he', true],
  ['s', 'beginsWith', 'lo', false],
  ['n', 'in', [4, 5], true],
  ['n', 'notIn', [4, 5], false],
  ['n', 'between', [5, 6], true],
  ['n', 'between', [6, 7], false],
  ['tags', 'containsAny', ['x', 'a'], true],
  ['tags', 'containsAny', ['x'], false],
  ['author.name', 'eq', 'Ann', true],
  ['author.gone.further', 'eq', 'Ann', false],
  ['n', 'contains', 5, true],
  ['n', 'contains', '5', false],
  ['s', 'contains', 'HELL', false],
  ['tags', 'containsAny', [], false],
  ['none', 'ne', 'x', false],
  ['none', 'notIn', ['x'], false],
  ['gone', 'notContains', 'x', false],
  ['toString', 'ne', 'x', false],
  ['deep.1.2.3.4', 'eq', 'five', true],
  ['deep.1.2.3.4.5', 'eq', 'six', false],
  ['n', 'constructor', 5, false],
])('%s %s %j: %s', (fieldName, operator, value, expected) => {
  expect(matchesFilter({ filterGroup: [group(filter(fieldName, operator, value))] }, PAYLOAD)).toBe(expected);
});

test('every filter of one group must hold', () => {
  const [holds, fails] = [filter('n', 'eq', 5), filter('n', 'eq', 6)];
  expect(matchesFilter({ filterGroup: [group(holds, fails)] }, PAYLOAD)).toBe(false);
  expect(matchesFilter({ filterGroup: [group(fails), group(holds)] }, PAYLOAD)).toBe(true);
});

test.each([[null], ['text'], [{}], [{ filterGroup: [{}] }], [{ filterGroup: [{ filters: [1] }] }]])(
  'what is no filter lets nothing pass: %j',
  (given) => expect(matchesFilter(given, PAYLOAD)).toBe(false),
);

const passes = (operator: string, value: unknown, actual: unknown): boolean =>
  matchesFilter({ filterGroup: [group(filter('f', operator, value))] }, { f: actual });
const scalar = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom('', 'a', 'ab', 'b'));

test('operators agree with each other', () => {
  fc.assert(
    fc.property(scalar, scalar, scalar, fc.array(scalar, { maxLength: 4 }), (actual, value, other, list) => {
      expect(passes('ne', value, actual)).toBe(!passes('eq', value, actual));
      expect(passes('notIn', list, actual)).toBe(!passes('in', list, actual));
      expect(passes('notContains', value, actual)).toBe(!passes('contains', value, actual));
      expect(passes('in', list, actual)).toBe(list.some((entry) => passes('eq', entry, actual)));
      expect(passes('between', [value, other], actual)).toBe(
        passes('ge', value, actual) && passes('le', other, actual),
      );
      if (typeof actual === typeof value) {
        expect(passes('lt', value, actual)).toBe(!passes('ge', value, actual));
        expect(passes('gt', value, actual)).toBe(!passes('le', value, actual));
      }
    }),
  );
});
