import { expect } from 'vitest';
import { refusal } from '../s3/bucket.ts';
import { documented } from '../support/documented.ts';
import { sesWith, simple } from './account.ts';

const api = 'ses/latest/APIReference-V2/';
const guide = 'ses/latest/dg/';

documented(
  `${api}API_Content.html`,
  'Because of the constraints of the SMTP protocol, Amazon SES uses 7-bit ASCII by default. If the text includes characters outside of the ASCII range, you have to specify a character set.',
  async () => {
    const { cloud, send } = await sesWith();
    const data = (Charset?: string) => ({ Data: 'Größe 5 €', Charset });
    const body = (charset?: string) => simple({ Subject: data(charset), Body: { Text: data(charset) } });
    for (const charset of [undefined, 'US-ASCII', 'ISO-8859-1', 'UTF-8']) await send({ Content: body(charset) });
    expect(cloud.outbox.list().map(({ text, subject }) => [subject, text])).toEqual([
      ['Gr??e 5 ?', 'Gr??e 5 ?'],
      ['Gr??e 5 ?', 'Gr??e 5 ?'],
      ['Größe 5 ?', 'Größe 5 ?'],
      ['Größe 5 €', 'Größe 5 €'],
    ]);
    expect((await refusal(send({ Content: body('UTF-99') }))).name).toBe('BadRequestException');
  },
);

documented(
  `${api}API_Message.html`,
  'You can specify an HTML version of the message, a text-only version of the message, or both.',
  async () => {
    const { cloud, send } = await sesWith();
    await send({ Content: simple({ Body: { Html: { Data: '<b>x</b>' } } }) });
    expect(cloud.outbox.list()).toMatchObject([
      { text: '', html: '<b>x</b>', headers: { 'Content-Type': 'text/html; charset=UTF-8' } },
    ]);
    expect((await refusal(send({ Content: simple({ Body: {} }) }))).name).toBe('BadRequestException');
  },
);

documented(
  `${api}API_Message.html`,
  'The list of message headers that will be added to the email message.',
  async () => {
    const { cloud, send } = await sesWith();
    const Headers = [
      { Name: 'List-Unsubscribe', Value: '<https://example.com/unsubscribe?t=1>' },
      { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
      { Name: 'X-Kind', Value: 'a' },
      { Name: 'X-Kind', Value: 'b' },
    ];
    await send({ Content: simple({ Headers }) });
    expect(cloud.outbox.list()[0]?.headers).toMatchObject({
      'List-Unsubscribe': '<https://example.com/unsubscribe?t=1>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'X-Kind': 'a, b',
    });
  },
);

documented(
  `${api}API_MessageHeader.html`,
  'Can contain any printable ASCII character (33 - 126) except for colon (:).',
  async () => {
    const { send } = await sesWith();
    const named = (Name: string) => send({ Content: simple({ Headers: [{ Name, Value: 'x' }] }) });
    await named('X-!#~');
    for (const name of ['X:Y', 'X Y', 'Größe', 'X\n']) {
      expect((await refusal(named(name))).message).toContain('printable ASCII characters (33 - 126)');
    }
  },
);

documented(`${api}API_MessageHeader.html`, 'Can contain no more than 126 characters.', async () => {
  const { send } = await sesWith();
  const named = (length: number) => send({ Content: simple({ Headers: [{ Name: 'X'.repeat(length), Value: 'x' }] }) });
  await named(126);
  expect((await refusal(named(127))).name).toBe('BadRequestException');
});

documented(
  `${api}API_MessageHeader.html`,
  'The combined length of the header name and value must not exceed 996 characters.',
  async () => {
    const { send } = await sesWith();
    const sized = (name: number, value: number) =>
      send({ Content: simple({ Headers: [{ Name: 'X'.repeat(name), Value: 'x'.repeat(value) }] }) });
    await sized(1, 995);
    await sized(100, 896);
    expect((await refusal(sized(100, 897))).message).toContain('must not exceed 996 characters together');
    expect((await refusal(sized(1, 996))).message).toContain('995');
  },
);

documented(`${api}API_MessageHeader.html`, 'Can contain any printable ASCII character.', async () => {
  const { send } = await sesWith();
  for (const Value of ['a\r\nBcc: other@example.org', 'Größe']) {
    const call = send({ Content: simple({ Headers: [{ Name: 'X-Kind', Value }] }) });
    expect((await refusal(call)).message).toContain('printable ASCII characters');
  }
});

documented(
  `${guide}header-fields.html`,
  "The following fields can't appear more than once in the header section of a message:",
  async () => {
    const { send } = await sesWith();
    const named = (...names: string[]) =>
      send({ Content: simple({ Headers: names.map((Name) => ({ Name, Value: 'x' })) }) });
    expect((await refusal(named('subject'))).message).toBe("Duplicate header 'subject'.");
    expect((await refusal(named('List-Unsubscribe', 'list-unsubscribe'))).message).toContain('Duplicate header');
    await expect(named('Precedence', 'X-Precedence')).resolves.toBeTruthy();
  },
);

documented(
  `${guide}header-fields.html`,
  'If you provide a Message-ID header, Amazon SES overrides the header with its own value.',
  async () => {
    const { cloud, send } = await sesWith();
    const own = { Name: 'Message-ID', Value: '<mine@example.com>' };
    const id = await send({ Content: simple({ Headers: [own] }) });
    expect(cloud.outbox.list()[0]?.headers['Message-ID']).toBe(`<${id}@email.amazonses.com>`);
  },
);

documented(
  `${guide}header-fields.html`,
  'If you specify a Date header, Amazon SES overrides it with a timestamp that corresponds to the date and time in the UTC time zone when Amazon SES accepted the message.',
  async () => {
    const { cloud, send } = await sesWith({ now: Date.parse('2026-11-20T12:00:00Z') });
    await send({ Content: simple({ Headers: [{ Name: 'Date', Value: 'yesterday' }] }) });
    expect(cloud.outbox.list()[0]?.headers['Date']).toBe('Fri, 20 Nov 2026 12:00:00 +0000');
  },
);

documented(
  `${api}API_MessageTag.html`,
  'It can only contain ASCII letters (a–z, A–Z), numbers (0–9), underscores (_), or dashes (-).',
  async () => {
    const { send } = await sesWith();
    await send({ EmailTags: [{ Name: 'type_1-A', Value: 'Digest-2_b' }] });
    for (const tag of [
      { Name: 'a b', Value: 'x' },
      { Name: 'a', Value: 'x@y' },
      { Name: 'ä', Value: 'x' },
      { Name: '', Value: 'x' },
    ]) {
      expect((await refusal(send({ EmailTags: [tag] }))).name).toBe('BadRequestException');
    }
  },
);

documented(`${api}API_MessageTag.html`, 'It can contain no more than 256 characters.', async () => {
  const { send } = await sesWith();
  await send({ EmailTags: [{ Name: 'n'.repeat(256), Value: 'v'.repeat(256) }] });
  expect((await refusal(send({ EmailTags: [{ Name: 'n'.repeat(257), Value: 'v' }] }))).name).toBe(
    'BadRequestException',
  );
  expect((await refusal(send({ EmailTags: [{ Name: 'n', Value: 'v'.repeat(257) }] }))).name).toBe(
    'BadRequestException',
  );
});

documented(`${guide}quotas.html`, '40 MB per message (after base64 encoding).', async () => {
  const { cloud, send } = await sesWith();
  const sized = (bytes: number) => send({ Content: simple({ Body: { Text: { Data: 'x'.repeat(bytes) } } }) });
  await sized(7 * 1024 ** 2);
  expect((await refusal(sized(31 * 1024 ** 2))).message).toContain('Message length is more than 41943040 bytes long');
  expect(cloud.outbox.list()).toHaveLength(1);
});
