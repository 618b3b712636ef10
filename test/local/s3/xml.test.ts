import { describe, expect, it } from 'vitest';
import { parseXml } from '../../../local/s3/xml.ts';

const deep = 100_000;

describe('a document that a client sends', () => {
  it('may escape what its texts hold', () => {
    const text = '<Delete><Object><Key>a&amp;b&lt;c</Key></Object></Delete>';
    expect(parseXml(text, 'Delete')).toEqual({ Object: { Key: 'a&b<c' } });
  });

  it.each([
    ['has entities', '<!DOCTYPE d [<!ENTITY a "aaaa">]><Delete><Object><Key>&a;</Key></Object></Delete>'],
    [
      'reads a file',
      '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><Delete><Object><Key>&a;</Key></Object></Delete>',
    ],
    ['nests without end', '<a>'.repeat(deep)],
    ['nests too deep', `<Delete>${'<a>'.repeat(deep)}${'</a>'.repeat(deep)}</Delete>`],
    ['is of another root', '<Remove></Remove>'],
    ['is none', ''],
  ])('is refused where it %s', (_, text) => {
    expect(() => parseXml(text, 'Delete')).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
  });
});
