import fc from 'fast-check';
import { parseFragment, type DefaultTreeAdapterTypes } from 'parse5';
import { describe, expect, it } from 'vitest';
import { clean } from '../../../functions/render-markdown/clean.ts';
import { render } from '../../../functions/render-markdown/render.ts';

type Element = DefaultTreeAdapterTypes.Element;

/** Every element that a browser would make of it. */
function elementsOf(html: string): Element[] {
  const below = (node: DefaultTreeAdapterTypes.Node): Element[] =>
    'childNodes' in node
      ? node.childNodes.flatMap((child) => ('tagName' in child ? [child, ...below(child)] : below(child)))
      : [];
  return below(parseFragment(html));
}

const ATTRIBUTES: Readonly<Record<string, RegExp>> = {
  'a href': /^(https?:\/\/|mailto:)/i,
  'a title': /^/,
  'a rel': /^noopener nofollow$/,
  'img src': /^https:\/\//i,
  'img alt': /^/,
  'img title': /^/,
  'ol start': /^\d+$/,
  'th align': /^(left|center|right)$/,
  'td align': /^(left|center|right)$/,
  'code class': /^language-\S+$/,
};
const TAGS = /^(h[1-6]|p|blockquote|pre|hr|ul|ol|li|table|thead|tbody|tr|th|td|a|img|br|em|strong|s|code)$/;

/** What of it could do harm: tags, attributes and addresses that are on no list. */
function harmIn(html: string): string[] {
  return elementsOf(html).flatMap(({ tagName, namespaceURI, attrs }) => [
    ...(TAGS.test(tagName) && namespaceURI.endsWith('/xhtml') ? [] : [`<${tagName}>`]),
    ...attrs
      .filter(({ name, value }) => !ATTRIBUTES[`${tagName} ${name}`]?.test(value))
      .map(({ name, value }) => `${tagName} ${name}=${value}`),
    ...(tagName === 'a' && !attrs.some(({ name }) => name === 'rel') ? ['a without rel'] : []),
    ...(tagName === 'img' && !attrs.some(({ name }) => name === 'src') ? ['img without src'] : []),
  ]);
}

const HOSTILE = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><a xlink:href="javascript:alert(1)"><text>x</text></a></svg>',
  '<iframe src="https://evil.example" srcdoc="<script>alert(1)</script>"></iframe>',
  '<a href="https://good.example" onclick="alert(1)" style="position:fixed" target="_top">x</a>',
  '<a href="javascript:alert(1)">x</a><a href="JaVa\tScRiPt:alert(1)">y</a><a href="&#106;avascript:alert(1)">z</a>',
  '<a href="data:text/html,<script>alert(1)</script>">x</a><a href="vbscript:x">y</a><a href="//evil.example">z</a>',
  '<img src="http://plain.example/a.png"><img src="data:image/svg+xml,<svg onload=alert(1)>"><img src="//e.example/a">',
  '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
  '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
  '<style>@import "https://evil.example"</style><link rel=stylesheet href=https://e.example><base href=https://e.example>',
  '<form action=https://evil.example><input name=password autofocus onfocus=alert(1)><button>Go</button></form>',
  '<textarea><img src="</textarea><img src=x onerror=alert(1)>"></textarea><template><script>1</script></template>',
  '<!--><script>alert(1)</script>--><![CDATA[<script>alert(1)</script>]]><?xml <script>alert(1)</script>?>',
  '<p style="background:url(javascript:alert(1))" class="admin" id="root" data-x="1">x</p>',
  '[x](javascript:alert(1)) [x](JAVASCRIPT:alert(1)) [x](javascript&colon;alert(1)) [x](&#x6A;avascript:alert(1))',
  '[x](data:text/html;base64,PHNjcmlwdD4=) [x](vbscript:x) [x](file:///etc/passwd) [x](//evil.example) [x](/logout)',
  '[x](<java\nscript:alert(1)>) [x](https://a.example "t\\" onmouseover=\\"alert(1)") <javascript:alert(1)>',
  '![x](javascript:alert(1)) ![x](data:image/svg+xml;base64,PHN2Zz4=) ![x](http://a.example/b.png)',
  '![x" onerror="alert(1)](https://a.example/b.png "y\\" onload=\\"alert(1)")',
  '[x][r]\n\n[r]: javascript:alert(1)\n\n![x][s]\n\n[s]: data:image/svg+xml,x',
  '```js" onmouseover="alert(1)\nx\n```',
  '```<script>\n</code></pre><script>alert(1)</script>\n```',
  '`</code><script>alert(1)</script>` **<b onclick=alert(1)>** \\<script>alert(1)\\</script>',
  '|a|b|\n|-|-|\n|<script>alert(1)</script>|[x](javascript:alert(1))|',
  '\u0000<scr\u0000ipt>alert(1)</scr\u0000ipt> <\u200bscript>',
];

describe('a lesson’s Markdown', () => {
  it.each(HOSTILE)('is harmless as HTML: %s', (text) => {
    expect(harmIn(render(text))).toEqual([]);
  });

  it.each(HOSTILE)('would be harmless even if it were HTML: %s', (text) => {
    expect(harmIn(clean(text))).toEqual([]);
  });

  it('is harmless however it is put together', () => {
    const piece = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.constantFrom('[', '](', ')', '"', "'", '<', '>', '`', '![', '\n', '\n\n', '> ', '- ', '|', '\\', '&lt;', '  '),
      fc.string(),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        expect(harmIn(render(pieces.join('')))).toEqual([]);
        expect(harmIn(clean(pieces.join('')))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps what authors write: headings, lists, code, tables, links and pictures', () => {
    const text = [
      '## Title\n\n3. *a*\n4. **b** ~~c~~\n\n> said\n\n---\n\n```ts\nif (a < b) {}\n```',
      '|l|r|\n|-|-:|\n|1|`2`|\n\n[site](https://a.example/?q=1&r=2 "Site") <mailto:a@b.example>  \n![pic](https://a.example/p.png)',
    ].join('\n\n');
    const html = render(text);
    expect(elementsOf(html).map(({ tagName }) => tagName)).toEqual([
      ...['h2', 'ol', 'li', 'em', 'li', 'strong', 's', 'blockquote', 'p', 'hr', 'pre', 'code'],
      ...['table', 'thead', 'tr', 'th', 'th', 'tbody', 'tr', 'td', 'td', 'code', 'p', 'a', 'a', 'br', 'img'],
    ]);
    expect(html).toContain('<a href="https://a.example/?q=1&amp;r=2" title="Site" rel="noopener nofollow">site</a>');
    expect(html).toContain('<ol start="3">');
    expect(html).toContain('<code class="language-ts">if (a &lt; b) {}');
    expect(html).toContain('<td align="right"><code>2</code></td>');
    expect(html).toContain('<img src="https://a.example/p.png" alt="pic" />');
  });

  it('shows raw HTML as it was written', () => {
    expect(render('Use `<b>` or <b>this</b>')).toBe('<p>Use <code>&lt;b&gt;</code> or &lt;b&gt;this&lt;/b&gt;</p>\n');
  });

  it.each([
    ['brackets', '['.repeat(50_000)],
    ['quotations', '>'.repeat(50_000)],
    ['emphases', '*a_'.repeat(16_000)],
    ['columns', `${'|a'.repeat(8_000)}\n${'|-'.repeat(8_000)}\n${'|\n'.repeat(9_000)}`],
    ['one address', `[a]: https://a.example/${'z'.repeat(2_000)}\n\n${'[a]'.repeat(15_000)}`],
  ])('becomes no page of megabytes, and needs no minutes, of nothing but %s', (_, text) => {
    const html = render(text);
    expect(html.length).toBeLessThanOrEqual(500_000);
    expect(harmIn(html)).toEqual([]);
  });

  it('is shown as it was written where it would become a page that nobody can load', () => {
    const text = `[a]: https://a.example/${'z'.repeat(2_000)}\n\n${'[a]'.repeat(15_000)}<b>`;
    expect(render(text)).toBe(`<pre>${text.replace('<b>', '&lt;b&gt;')}</pre>`);
  });
});
