import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rejectionOf } from '../../../functions/check-upload/rejection.ts';
import { UPLOAD_LIMITS } from '../../../model/upload-types.ts';
import { fileOf, zip } from '../../support/files.ts';
import { PNG } from '../../support/uploads.ts';

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const SLIDES = 'application/vnd.openxmlformats-officedocument.presentationml.presentation';
const WRITER = 'application/vnd.oasis.opendocument.text';
const HTML = '<!doctype html><script>alert(document.domain)</script>';
const SVG = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

const latin = (text: string) => Buffer.from(text, 'latin1');
const brand = (name: string) => Buffer.concat([Buffer.from([0, 0, 0, 24]), latin(`ftyp${name}\0\0\0\0${name}mp42`)]);
const document = (folder: string) => zip({ '[Content_Types].xml': '<Types/>', [`${folder}main.xml`]: '<x/>' });
const ebml = (type: string) => Buffer.concat([Buffer.from('1a45dfa387428284', 'hex'), latin(type)]);
const mp3 = Buffer.concat([Buffer.from('fffb9064', 'hex'), Buffer.alloc(2000)]);
/** With a picture in its tag that is larger than what is read at once. */
const taggedMp3 = Buffer.concat([latin('ID3\u0003\0\0'), Buffer.from([0, 8, 0, 0]), Buffer.alloc(131_072, 1), mp3]);

const GENUINE: Readonly<Record<string, readonly Buffer[]>> = {
  'image/png': [PNG],
  'image/jpeg': [Buffer.from('ffd8ffe000104a46494600010100000100010000ffd9', 'hex')],
  'image/gif': [latin('GIF89a\u0001\0\u0001\0\0\0\0;')],
  'image/webp': [
    latin('RIFF\u001a\0\0\0WEBPVP8L\r\0\0\0/\0\0\0\u0010\u0007\u0010\u0011\u0011\u0088\u0088\u00fe\u0007\0'),
  ],
  'application/pdf': [latin('%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n')],
  'application/zip': [
    zip({ 'a.txt': 'Hello' }),
    zip({ a: 'x'.repeat(5000) }, { comment: 'Made by hand' }),
    document('word/'),
  ],
  [WORD]: [document('word/')],
  [SHEET]: [document('xl/')],
  [SLIDES]: [document('ppt/')],
  [WRITER]: [zip({ mimetype: WRITER, 'content.xml': '<x/>' })],
  'text/plain': [Buffer.from('Grüße, 世界 🎓\n'), latin('Hello')],
  'text/csv': [Buffer.from('email,name\nzoë@kalpla.test,Zoë\n')],
  'text/markdown': [Buffer.from('# Title\n\n<b>as it is written</b>\n')],
  'video/mp4': [brand('isom'), brand('M4V ')],
  'audio/mp4': [brand('M4A ')],
  'video/webm': [ebml('webm')],
  'audio/mpeg': [mp3, taggedMp3],
  'audio/ogg': [Buffer.concat([latin('OggS\0\u0002'), Buffer.alloc(22), latin('OpusHead')])],
  'audio/wav': [latin('RIFF\u0024\0\0\0WAVEfmt ')],
};

const judged = (content: Buffer | string, contentType: string) =>
  rejectionOf(fileOf(content), { bytes: Buffer.from(content).length, contentType });

describe('a file of the type that was named', () => {
  it.each(Object.keys(GENUINE))('is taken: %s', async (contentType) => {
    for (const content of GENUINE[contentType] ?? []) expect(await judged(content, contentType)).toBeNull();
  });

  it('has an example here, whatever may be uploaded', () => {
    const all = Object.values(UPLOAD_LIMITS).flatMap(({ contentTypes }) => contentTypes);
    const drafts = [
      'application/vnd.oasis.opendocument.spreadsheet',
      'application/vnd.oasis.opendocument.presentation',
    ];
    expect(all.filter((contentType) => !(contentType in GENUINE) && !drafts.includes(contentType))).toEqual([]);
  });

  it('is looked at by its beginning, however large it is', async () => {
    const file = fileOf(Buffer.concat([PNG, Buffer.alloc(3_000_000)]));
    expect(await rejectionOf(file, { bytes: file.bytes, contentType: 'image/png' })).toBeNull();
    expect(file.taken()).toBeLessThan(100_000);
  });
});

describe('a file of another type than was named', () => {
  const pairs = Object.keys(GENUINE).flatMap((is) =>
    Object.keys(GENUINE).flatMap((named) => (is === named ? [] : [[is, named] as const])),
  );
  /** What may be called by two names. */
  const both = (is: string, named: string) =>
    (named.startsWith('text/') && is.startsWith('text/')) ||
    // A document is an archive. And of an MP4 that is all sound, nobody can tell by its beginning.
    (named === 'application/zip' && (is.includes('openxml') || is.includes('opendocument'))) ||
    (named === 'audio/mp4' && is === 'video/mp4');

  it('is rejected, whichever two they are', async () => {
    const taken: string[] = [];
    for (const [is, named] of pairs.filter(([one, other]) => !both(one, other))) {
      for (const content of GENUINE[is] ?? []) {
        // What has no NUL is text, whatever else it is: it is delivered as text, to be saved.
        if (named.startsWith('text/') && !content.includes(0) && content.every((byte) => byte < 128)) continue;
        // The third archive above is a document.
        if (is === 'application/zip' && named === WORD) continue;
        if ((await judged(content, named)) === null) taken.push(`${is} as ${named}`);
      }
    }
    expect(taken).toEqual([]);
  });

  it.each([
    ['a page as PNG', HTML, 'image/png'],
    ['a drawing with a program as PNG', SVG, 'image/png'],
    ['a drawing behind an XML declaration as JPEG', `<?xml version="1.0"?>${SVG}`, 'image/jpeg'],
    ['a page as PDF', HTML, 'application/pdf'],
    ['a page as MP4', HTML, 'video/mp4'],
    ['a program as MP4', latin('MZ\u0090\0\u0003'), 'video/mp4'],
    ['nothing as PNG', '', 'image/png'],
    ['the first bytes of a PNG', PNG.subarray(0, 4), 'image/png'],
    ['a PNG behind a page', Buffer.concat([latin(HTML), PNG]), 'image/png'],
    ['a QuickTime film as MP4', brand('qt  '), 'video/mp4'],
    ['a Matroska film as WebM', ebml('matroska'), 'video/webm'],
    ['a tag of MP3 without sound', latin('ID3\u0003\0\0\0\0\0\u0001x'), 'audio/mpeg'],
    ['an archive as a document', zip({ 'a.txt': 'Hello' }), WORD],
    ['a document with macros', zip({ '[Content_Types].xml': 'x', 'word/vbaProject.bin': 'x' }), WORD],
  ])('is rejected: %s', async (_, content, contentType) => {
    expect(await judged(content, contentType)).toBe('CONTENT');
  });
});

describe('text', () => {
  it.each([
    ['in Latin-1', latin('Gr\u00fc\u00dfe')],
    ['in UTF-16', Buffer.from('email,name', 'utf16le')],
    ['with a NUL', Buffer.from('a\0b')],
    ['that ends within a character', Buffer.from('Zoë').subarray(0, 3)],
  ])('is rejected %s', async (_, content) => {
    expect(await judged(content, 'text/csv')).toBe('TEXT');
  });

  it('is taken if, and only if, it is UTF-8 without a NUL, wherever its pieces end', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array(),
          fc.string({ unit: 'grapheme' }).map((text) => Buffer.from(text)),
        ),
        async (bytes) => {
          const content = Buffer.from(bytes);
          const isText = Buffer.from(content.toString('utf8')).equals(content) && !content.includes(0);
          expect(await judged(content, 'text/plain')).toBe(isText ? null : 'TEXT');
        },
      ),
    );
  });
});

describe('an archive', () => {
  it.each([
    ['that claims to unpack to a gigabyte', zip({ a: 'x' }, { claims: 1_000_000_001 })],
    ['of many that unpack to far more', zip({ a: 'x', b: 'y' }, { claims: 6_000_000 })],
    ['whose entries share their bytes', zip({ a: 'x'.repeat(500).split('').join('ab1') }, { lines: 400 })],
    ['that unpacks outside of its folder', zip({ '../../etc/passwd': 'x' })],
    ['that unpacks to the root', zip({ '/etc/passwd': 'x' })],
    ['that unpacks outside, for Windows', zip({ 'a\\..\\..\\b': 'x' })],
    ['that is cut off', zip({ a: 'x' }).subarray(0, -1)],
    ['that begins with a page', Buffer.concat([latin(HTML), zip({ a: 'x' })])],
    ['that ends with a page', Buffer.concat([zip({ a: 'x' }), latin(HTML)])],
    ['of nothing', Buffer.from(zip({}))],
    ['that is none', latin('PK\u0003\u0004 and nothing else')],
  ])('is rejected %s', async (_, content) => {
    expect(await judged(content, 'application/zip')).toBe('ARCHIVE');
  });

  it('is not unpacked: twenty megabytes of zeros are judged by their directory', async () => {
    const file = fileOf(zip({ 'zeros.bin': '\0'.repeat(20_000_000) }));
    expect(await rejectionOf(file, { bytes: file.bytes, contentType: 'application/zip' })).toBe('ARCHIVE');
    expect(file.taken()).toBeLessThan(70_000);
  });

  it('is judged within bounds, whatever its bytes', async () => {
    const whole = zip({ 'a.txt': 'Hello', 'b.txt': 'World' });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }), async (changes) => {
        const content = Buffer.from(whole);
        for (const [at, byte] of changes) content[at] = byte;
        expect([null, 'ARCHIVE']).toContain(await judged(content, 'application/zip'));
      }),
    );
  });
});

describe('a file of another size than was asked for', () => {
  it('is rejected', async () => {
    expect(await rejectionOf(fileOf(PNG), { bytes: PNG.length + 1, contentType: 'image/png' })).toBe('SIZE');
  });
});
