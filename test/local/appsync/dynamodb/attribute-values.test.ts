import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  canonical,
  toPlain,
  toWire,
  type AttributeValue,
} from '../../../../local/appsync/dynamodb/attribute-values.ts';

test('numbers become text, null its own type, sets lists of text', () => {
  expect(toWire({ M: { n: { N: 5 }, none: { NULL: null }, ids: { NS: [1, 2] } } }, 'x')).toEqual({
    M: { n: { N: '5' }, none: { NULL: true }, ids: { NS: ['1', '2'] } },
  });
});

test.each([
  ['plain text'],
  [5],
  [null],
  [{}],
  [{ S: 'a', N: '1' }],
  [{ T: 'a' }],
  [{ L: 'a' }],
  [{ M: [] }],
  [{ SS: 'a' }],
])('what is no typed value is refused: %j', (value) => {
  expect(() => toWire(value, 'key.pk')).toThrow(/\$\[key\.pk\]/);
});

const typed = fc.letrec<{ value: AttributeValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.record({ S: fc.string() }),
    fc.record({ N: fc.integer().map(String) }),
    fc.record({ BOOL: fc.boolean() }),
    fc.constant({ NULL: true }),
    fc.record({ NS: fc.uniqueArray(fc.integer().map(String), { minLength: 1 }) }),
    fc.record({ L: fc.array(tie('value')) }),
    fc.record({ M: fc.dictionary(fc.string(), tie('value')) }),
  ),
})).value;

test("DynamoDB's own form stays as it is, and shows as JSON", () => {
  fc.assert(
    fc.property(typed, (value) => {
      expect(toWire(value, 'x')).toEqual(value);
      expect(JSON.parse(JSON.stringify(toPlain(value)))).toEqual(toPlain(value));
    }),
  );
});

test('equal values have one canonical text, whatever the order of names and of sets', () => {
  const turned = (value: AttributeValue): AttributeValue => {
    if ('M' in value) {
      const entries = Object.entries(value['M'] as Record<string, AttributeValue>).reverse();
      return { M: Object.fromEntries(entries.map(([name, member]) => [name, turned(member)])) };
    }
    if ('NS' in value) return { NS: [...(value['NS'] as string[])].reverse() };
    return 'L' in value ? { L: (value['L'] as AttributeValue[]).map(turned) } : value;
  };
  fc.assert(fc.property(typed, (value) => canonical(value) === canonical(turned(value))));
  expect(canonical({ N: '1' })).toBe(canonical({ N: '1.0' }));
  expect(canonical({ S: '1' })).not.toBe(canonical({ N: '1' }));
});
