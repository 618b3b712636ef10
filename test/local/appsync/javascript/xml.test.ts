import { XMLParser } from 'fast-xml-parser';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { useValue } from './harness.ts';

const valueOf = useValue();
const toMap = (xml: string): unknown => valueOf('util.xml.toMap(ctx.args.xml)', { arguments: { xml } });

const judge = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  textNodeName: 'content',
  ignoreDeclaration: true,
  parseAttributeValue: true,
});

const names = fc.constantFrom('a', 'b', 'c:d', 'e-f');
const texts = fc.constantFrom('', 'text', '12', '1.5', 'true', 'x &amp; y', '<![CDATA[1 < 2]]>');
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .record({
      name: names,
      attributes: fc.dictionary(fc.constantFrom('k', 'l'), fc.constantFrom('v', '7'), { noNullPrototype: true }),
      inner: fc.oneof(
        { depthSize: 'small' },
        texts,
        fc.array(tie('element'), { maxLength: 3 }).map((all) => all.join('\n')),
      ),
    })
    .map(({ name, attributes, inner }) => {
      const list = Object.entries(attributes).map(([key, value]) => ` ${key}="${value}"`);
      return `<${name}${list.join('')}>${inner}</${name}>`;
    }),
}));

describe('util.xml', () => {
  test('reads documents as another reader does', () => {
    fc.assert(
      fc.property(element, (xml) => {
        expect(toMap(xml)).toEqual(judge.parse(xml));
      }),
    );
  });

  test.each([
    ['<a k="1">t</a>', { a: { k: 1, content: 't' } }],
    ['<a/>', { a: '' }],
    ['<a><b/>tail</a>', { a: { b: '', content: 'tail' } }],
    ['<!DOCTYPE a><!-- c --><a>&#233;&#x41;</a>', { a: 'éA' }],
    ['<a>007</a>', { a: '007' }],
  ])('%s', (xml, expected) => {
    expect(toMap(xml)).toEqual(expected);
  });

  test.each(['', 'text', '<a>', '<a></b>', '<a/><b/>', '<a k=v/>', '<a>&unknown;</a>'])('%j is no document', (xml) => {
    expect(toMap(xml)).toBeNull();
  });
});
