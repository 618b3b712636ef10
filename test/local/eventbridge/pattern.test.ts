import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePattern } from '../../../local/eventbridge/pattern.ts';

const matches = (pattern: unknown, event: unknown) => parsePattern(pattern).matches(event);
const refusal = (pattern: unknown) => {
  try {
    parsePattern(pattern);
  } catch (error) {
    return (error as Error).message.replace('Event pattern is not valid. Reason: ', '');
  }
  return undefined;
};

describe('a pattern', () => {
  it('is taken as an object or as JSON', () => {
    for (const pattern of [{ a: ['x'] }, '{"a": ["x"]}']) {
      expect(matches(pattern, { a: 'x' })).toBe(true);
      expect(matches(pattern, { a: 'y' })).toBe(false);
    }
  });

  it('finds a member by its path, whether nested or named with a dot', () => {
    expect(matches({ a: { b: [1] } }, { 'a.b': 1 })).toBe(true);
    expect(matches({ 'a.b': [1] }, { a: { b: 1 } })).toBe(true);
  });

  it('takes values of one array of objects from the same element', () => {
    const pattern = { list: { kind: ['video'], state: ['ready'] } };
    const video = (state: string) => ({ kind: 'video', state });
    expect(matches(pattern, { list: [{ kind: 'audio', state: 'ready' }, video('new')] })).toBe(false);
    expect(matches(pattern, { list: [{ kind: 'audio', state: 'new' }, video('ready')] })).toBe(true);
    expect(matches(pattern, { list: [[video('ready')]] })).toBe(true);
  });

  it('takes values of different arrays from any of their elements', () => {
    const pattern = { one: { a: [1] }, other: { a: [2] } };
    expect(matches(pattern, { one: [{ a: 0 }, { a: 1 }], other: [{ a: 2 }] })).toBe(true);
  });

  it('matches strings of numbers, as in the typed JSON of DynamoDB, as strings', () => {
    const pattern = { dynamodb: { NewImage: { age: { N: ['101'] }, tags: { SS: [{ prefix: 'a' }] } } } };
    const image = (age: string, tags: string[]) => ({
      dynamodb: { NewImage: { age: { N: age }, tags: { SS: tags } } },
    });
    expect(matches(pattern, image('101', ['b', 'ab']))).toBe(true);
    expect(matches(pattern, image('101', ['b']))).toBe(false);
    expect(matches({ N: [101] }, { N: '101' })).toBe(false);
    expect(matches({ N: [{ numeric: ['=', 101] }] }, { N: '101' })).toBe(false);
  });

  it('compares addresses, not how they are written', () => {
    expect(matches({ ip: [{ cidr: '2001:db8::/32' }] }, { ip: '2001:0DB8:0:0::1' })).toBe(true);
    expect(matches({ ip: ['::1'] }, { ip: '0:0:0:0:0:0:0:1' })).toBe(true);
    expect(matches({ ip: [{ cidr: '10.0.0.0/24' }] }, { ip: '10.0.1.0' })).toBe(false);
    expect(matches({ ip: [{ cidr: '10.0.0.0/24' }] }, { ip: 'ten' })).toBe(false);
  });

  it('takes an escaped asterisk for itself', () => {
    expect(matches({ a: [{ wildcard: String.raw`\**\\` }] }, { a: String.raw`*x\ ` })).toBe(false);
    expect(matches({ a: [{ wildcard: String.raw`\**\\` }] }, { a: '*x\\' })).toBe(true);
    expect(matches({ a: [{ wildcard: String.raw`\*` }] }, { a: 'x' })).toBe(false);
  });

  it.each<[unknown, string]>([
    [[], 'Filter is not an object'],
    [{}, 'Empty objects are not allowed'],
    [{ a: {} }, 'Empty objects are not allowed'],
    [{ a: 'x' }, '"a" must be an object or an array'],
    [{ a: [] }, 'Empty arrays are not allowed'],
    [{ a: [['x']] }, 'Match value must be String, number, true, false, or null'],
    [{ a: [{}] }, 'Match expression name not found'],
    [{ a: [{ EXISTS: true }] }, 'Unrecognized match type EXISTS'],
    [{ a: [{ toString: 'x' }] }, 'Unrecognized match type toString'],
    [{ a: [{ exists: 'yes' }] }, 'exists match pattern must be either true or false.'],
    [{ a: [{ prefix: 'a', suffix: 'b' }] }, 'Only one key allowed in match expression'],
    [{ a: [{ prefix: 1 }] }, 'prefix match pattern must be a string'],
    [{ a: [{ prefix: { wildcard: 'a' } }] }, 'Unsupported prefix pattern: wildcard'],
    [{ a: [{ wildcard: 'a**b' }] }, 'Consecutive wildcard characters at pos 2'],
    [{ a: [{ wildcard: 'a\\b' }] }, 'Invalid escape character at pos 2'],
    [{ a: [{ numeric: 5 }] }, 'Value of numeric must be an array.'],
    [{ a: [{ numeric: ['~', 5] }] }, 'Unrecognized numeric range operator: ~'],
    [{ a: [{ numeric: ['<', '5'] }] }, 'Value of < must be numeric'],
    [{ a: [{ numeric: ['=', 5, '<', 6] }] }, 'Too many elements in numeric expression'],
    [{ a: [{ numeric: ['>', 5, '>', 6] }] }, 'Bad numeric range operator: >'],
    [{ a: [{ numeric: ['>', 5, '<', 5] }] }, 'Bottom must be less than top'],
    [{ a: [{ numeric: ['>', 5, '<', 6, 7] }] }, 'Too many terms in numeric range expression'],
    [{ a: [{ numeric: ['>', 6e9] }] }, 'Value must be between -5.0E9 and 5.0E9, inclusive'],
    [{ a: [{ 'anything-but': null }] }, 'Value of anything-but must be an array or single string/number value.'],
    [{ a: [{ 'anything-but': [true] }] }, 'Inside anything but list, start|null|boolean is not supported.'],
    [
      { a: [{ 'anything-but': ['x', 1] }] },
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    ],
    [{ a: [{ 'anything-but': { numeric: 1 } }] }, 'Unsupported anything-but pattern: numeric'],
    [{ a: [{ 'anything-but': { prefix: '' } }] }, 'Null prefix/suffix not allowed'],
    [{ a: [{ cidr: '10.0.0.0' }] }, "Malformed CIDR, one '/' required"],
    [{ a: [{ cidr: '10.0.0.0/32' }] }, 'IPv4 mask bits must be < 32'],
    [{ a: [{ cidr: 'x/8' }] }, 'Nonstandard IP address: x'],
    [{ $or: { a: ['x'] } }, 'It must be an Array followed with $or.'],
    [{ $or: [{ a: ['x'] }] }, 'There must have at least 2 Objects in $or relationship.'],
    [{ $or: ['x', 'y'] }, 'Only JSON object is allowed in array of $or relationship.'],
    [{ $or: [{ prefix: ['x'] }, { a: ['x'] }] }, 'prefix is Ruler reserved fieldName which cannot be used inside $or.'],
  ])('%j is refused', (pattern, reason) => {
    expect(refusal(pattern)).toBe(reason);
  });

  it('is no JSON: refused', () => {
    expect(() => parsePattern('{')).toThrow(expect.objectContaining({ code: 'InvalidEventPatternException' }));
  });
});

/** Small alphabets, so that values meet. */
const key = fc.constantFrom('a', 'b', 'c');
const text = fc.string({ unit: fc.constantFrom('x', 'y', 'X'), maxLength: 3 });
const scalar = fc.oneof(text, fc.integer({ min: 0, max: 3 }), fc.boolean(), fc.constant(null));
const flatEvent = fc.dictionary(key, scalar, { noNullPrototype: true });

describe('always', () => {
  it('a wildcard matches what a regular expression does', () => {
    const wildcard = fc
      .array(fc.constantFrom('x', 'y', '*'), { maxLength: 6 })
      .map((characters) => characters.join('').replaceAll(/\*+/g, '*'));
    const value = fc.string({ unit: fc.constantFrom('x', 'y'), maxLength: 8 });
    fc.assert(
      fc.property(wildcard, value, (pattern, actual) => {
        const expected = new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(actual);
        expect(matches({ a: [{ wildcard: pattern }] }, { a: actual })).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('anything-but is the contrary of what it excepts, where there is a value', () => {
    const operand = fc.oneof(
      text,
      text.map((one) => ({ 'equals-ignore-case': one })),
      text.filter(Boolean).map((one) => ({ prefix: one })),
      text.filter(Boolean).map((one) => ({ suffix: one })),
      text.map((one) => ({ wildcard: one })),
    );
    fc.assert(
      fc.property(operand, scalar, (excepted, value) => {
        const event = { a: value };
        expect(matches({ a: [{ 'anything-but': excepted }] }, event)).toBe(!matches({ a: [excepted] }, event));
      }),
      { numRuns: 1000 },
    );
  });

  it('fields are joined by "and", the members of a field and of $or by "or"', () => {
    const member = fc.oneof(
      scalar,
      fc.boolean().map((exists) => ({ exists })),
      text.map((prefix) => ({ prefix })),
      fc.integer({ min: 0, max: 3 }).map((bound) => ({ numeric: ['>=', bound] })),
    );
    const field = fc.tuple(key, fc.array(member, { minLength: 1, maxLength: 3 }));
    fc.assert(
      fc.property(fc.uniqueArray(field, { selector: ([name]) => name, minLength: 2 }), flatEvent, (fields, event) => {
        const single = fields.map(([name, members]) => members.some((one) => matches({ [name]: [one] }, event)));
        expect(matches(Object.fromEntries(fields), event)).toBe(single.every(Boolean));
        expect(matches({ $or: fields.map(([name, members]) => ({ [name]: members })) }, event)).toBe(
          single.some(Boolean),
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('an array in the event matches when one of its elements does', () => {
    fc.assert(
      fc.property(fc.array(scalar, { minLength: 1 }), fc.array(scalar, { minLength: 1 }), (wanted, values) => {
        expect(matches({ a: wanted }, { a: values })).toBe(values.some((value) => wanted.includes(value)));
      }),
    );
  });

  it('a pattern made of an event matches that event', () => {
    const event = fc.object({ key, maxDepth: 3, values: [text, fc.integer(), fc.boolean(), fc.constant(null)] });
    const patternOf = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return [value];
      if (Array.isArray(value)) return undefined;
      const members = Object.entries(value).flatMap(([name, member]) => {
        const pattern = patternOf(member);
        return pattern === undefined ? [] : [[name, pattern] as const];
      });
      return members.length > 0 ? Object.fromEntries(members) : undefined;
    };
    fc.assert(
      fc.property(event, (value) => {
        const pattern = patternOf(value);
        fc.pre(pattern !== undefined);
        expect(matches(pattern, value)).toBe(true);
      }),
    );
  });

  it('a pattern is compiled or refused as invalid, and a compiled one answers for any event', () => {
    fc.assert(
      fc.property(
        fc.object({ key: fc.constantFrom('a', '$or', 'prefix', 'numeric', 'exists', 'anything-but') }),
        fc.anything(),
        (pattern, event) => {
          try {
            expect(typeof matches(pattern, event)).toBe('boolean');
          } catch (error) {
            expect(error).toMatchObject({ code: 'InvalidEventPatternException' });
          }
        },
      ),
      { numRuns: 1000 },
    );
  });
});
