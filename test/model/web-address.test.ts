import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { webAddress } from '../../model/web-address.ts';

const isTaken = (url: string) => webAddress('url', url) === null;

describe('the address of a page elsewhere', () => {
  it.each([
    'https://a.example',
    'https://a.example/',
    'https://www.xn--bcher-kva.example:8443/a/b.html?q=1&r=%20#part',
    'https://a.example?q=a@b:c',
    `https://a.example/${'x'.repeat(2_048 - 18)}`,
  ])('is %s', (url) => {
    expect(isTaken(url)).toBe(true);
  });

  it.each([
    ...['', 'a.example', '//a.example', '/page', 'http://a.example', 'HTTPS://a.example', 'ftp://a.example'],
    ...['javascript:alert(1)', 'https:alert(1)', 'data:text/html,x', 'https://', 'https:///a.example', 'https://?x'],
    ...[
      'https://name@a.example',
      'https://name:word@a.example',
      'https://a.example@evil.example',
      'https://@a.example',
    ],
    ...['https://a.example\\@evil.example', 'https://a.example%00', 'https://a.exam ple', ' https://a.example'],
    ...['https://a.example/\n', 'https://a.example/\u0000', 'https://a.example/\u007f', 'https://a.example/ä'],
    ...['https://a.example/"onclick="x', 'https://a.example/<script>', 'https://a.example/\u202e'],
    ...['https://localhost', 'https://127.0.0.1/', 'https://2130706433', 'https://0x7f.1', 'https://[::1]/'],
    ...['https://a.example:', 'https://a.example:x', 'https://a.example:1:2', 'https://a..example', 'https://.example'],
    `https://a.example/${'x'.repeat(2_048 - 17)}`,
  ])('is not %j', (url) => {
    expect(webAddress('url', url)).toMatchObject({ type: 'Validation', info: { field: 'url' } });
  });

  it('leads nowhere but to the host that it names, for whoever reads it', () => {
    const piece = fc.oneof(
      fc.constantFrom('a.example', '@', ':', '/', '\\', '?', '#', '.', '[', ']', '%2f', '%40', 'evil.example', '443'),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 6 }), (pieces) => {
        const url = `https://${pieces.join('')}`;
        const read = URL.canParse(url) ? new URL(url) : null;
        if (!isTaken(url) || !read) return;
        expect([read.protocol, read.username, read.password]).toEqual(['https:', '', '']);
        expect(url.toLowerCase().startsWith(`https://${read.hostname}`)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
