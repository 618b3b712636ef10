import { describe, expect, it } from 'vitest';
import { payload, pushMessage } from '../../../functions/deliver/push-payload.ts';
import { fitsOneMessage, smsText } from '../../../functions/deliver/sms-text.ts';

describe('a text message', () => {
  const url = 'https://kalpla.test/courses/crs_01';

  it.each([
    ['160 letters', 'x'.repeat(160), true],
    ['161 letters', 'x'.repeat(161), false],
    ['umlauts and accents of the GSM alphabet', 'äöüÄÖÜñàéèìòù'.repeat(12), true],
    ['80 euro signs, which take two places each', '€'.repeat(80), true],
    ['81 euro signs', '€'.repeat(81), false],
    ['70 letters of another alphabet', 'я'.repeat(70), true],
    ['71 of them', 'я'.repeat(71), false],
    ['one letter of another alphabet among 70', `${'x'.repeat(70)}я`, false],
    ['35 emojis, of two UCS-2 characters each', '🐝'.repeat(35), true],
    ['36 emojis', '🐝'.repeat(36), false],
    ['a backtick, which GSM has not', `${'x'.repeat(70)}\``, false],
  ])('of %s: does it fit one?', (_, text, fits) => {
    expect(fitsOneMessage(text)).toBe(fits);
  });

  it('has its link where both fit, else the title alone', () => {
    expect(smsText('Bees', url)).toBe(`Kalpla: Bees ${url}`);
    expect(smsText('x'.repeat(140), url)).toBe(`Kalpla: ${'x'.repeat(140)}`);
    expect(smsText('Two\nlines', null)).toBe('Kalpla: Two lines');
  });

  it('is cut between what people see as characters', () => {
    const family = '👨‍👩‍👧‍👦';
    const text = smsText(family.repeat(20), url);
    expect(fitsOneMessage(text)).toBe(true);
    expect(text).toMatch(/^Kalpla: (👨‍👩‍👧‍👦)+\.\.\.$/u);
    expect(fitsOneMessage(smsText('ж'.repeat(500), null))).toBe(true);
    expect(smsText('x'.repeat(500), null)).toHaveLength(160);
  });
});

describe('a push notification', () => {
  const told = {
    id: 'ntf_1',
    type: 'ENROLLED',
    title: 'A title',
    text: 'A text.',
    link: { courseId: 'crs_1' },
  } as const;

  it('is JSON in JSON, with a default as SNS wants it', () => {
    const message = JSON.parse(pushMessage('GCM', told)) as Record<string, string>;
    expect(Object.keys(message)).toEqual(['default', 'GCM']);
    expect(JSON.parse(message['GCM'] ?? '')).toEqual({
      fcmV1Message: {
        message: {
          notification: { title: 'A title', body: 'A text.' },
          data: { notificationId: 'ntf_1', type: 'ENROLLED', courseId: 'crs_1' },
        },
      },
    });
  });

  it.each(['GCM', 'APNS', 'APNS_SANDBOX'])('takes 4 KB at most by %s, whatever was written', (platform) => {
    for (const text of ['x'.repeat(9_000), '"\\'.repeat(4_000), '🐝'.repeat(3_000), 'я'.repeat(5_000)]) {
      const made = payload(platform, { ...told, text });
      expect(Buffer.byteLength(made)).toBeLessThanOrEqual(4_096);
      expect(Buffer.byteLength(made)).toBeGreaterThan(4_096 - 20);
      expect(made).not.toMatch(/\\ud[89ab]..(?!\\ud[c-f])/i);
    }
  });
});
