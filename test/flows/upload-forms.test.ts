import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Upload } from '../../generated/schema.ts';
import { clientTokenKey } from '../../model/keys.ts';
import { uploadFormsKey } from '../../model/upload-keys.ts';
import { MOST_FORMS } from '../../model/upload.ts';
import { startTestBackend, type TestBackend } from '../support/backend.ts';
import { makeLearners, type Learner } from '../support/learners.ts';
import { moveClock } from '../support/levers.ts';
import { writingNothing } from '../support/nothing-written.ts';
import { storedItem } from '../support/reviews.ts';
import { PNG, postFile, REQUEST_UPLOAD, requestUpload, uploadInput } from '../support/uploads.ts';

let backend: TestBackend;
let learner: Learner;
let other: Learner;

beforeAll(async () => {
  backend = await startTestBackend();
});
afterAll(() => backend.stop());
beforeEach(async () => {
  [learner, other] = (await makeLearners(backend, 2)) as [Learner, Learner];
});

const refused = (input: object) => writingNothing(backend, () => learner.refusal(REQUEST_UPLOAD, { input }));

describe('a form', () => {
  it('takes the file that was asked for', async () => {
    const upload = await requestUpload(learner, { bytes: PNG.length, name: 'Me.png' });
    expect(upload).toMatchObject({ purpose: 'AVATAR', contentType: 'image/png', bytes: PNG.length, name: 'Me.png' });
    expect([upload.status, Date.parse(upload.expiresAt) - Date.now() > 14 * 60_000]).toEqual(['PENDING', true]);
    expect(await postFile(upload, PNG)).toEqual({ status: 204, code: undefined });
  });

  it('takes no file of another key, type or size than it is signed for', async () => {
    const upload = await requestUpload(learner);
    const foreign = await requestUpload(other);
    const { key = '' } = JSON.parse(foreign.fields ?? '') as { key?: string };
    const refusals = [
      await postFile(upload, PNG, { key }),
      await postFile(upload, PNG, { key: 'audit/anything' }),
      await postFile(upload, PNG, { 'Content-Type': 'text/html' }),
      await postFile(upload, PNG, { 'Content-Type': 'image/svg+xml' }),
      await postFile(upload, PNG, { 'Content-Disposition': 'inline' }),
      await postFile(upload, PNG, { acl: 'public-read' }),
      await postFile(upload, Buffer.concat([PNG, PNG])),
      await postFile(upload, PNG.subarray(1)),
      await postFile(upload, ''),
    ];
    const denied = { status: 403, code: 'AccessDenied' };
    const small = { status: 400, code: 'EntityTooSmall' };
    expect(refusals).toEqual([
      ...Array.from({ length: 6 }, () => denied),
      { status: 400, code: 'EntityTooLarge' },
      small,
      small,
    ]);
  });

  it('takes nothing once a field of its policy is changed, or another form has signed it', async () => {
    const [upload, foreign] = [await requestUpload(learner), await requestUpload(other)];
    const fields = JSON.parse(upload.fields ?? '') as Record<string, string>;
    const theirs = JSON.parse(foreign.fields ?? '') as Record<string, string>;
    const policy = JSON.parse(Buffer.from(fields['Policy'] ?? '', 'base64').toString()) as object;
    const forged = Buffer.from(JSON.stringify({ ...policy, expiration: '2999-01-01T00:00:00Z' })).toString('base64');
    expect(await postFile(upload, PNG, { Policy: forged })).toMatchObject({ code: 'SignatureDoesNotMatch' });
    expect(await postFile(upload, PNG, { 'X-Amz-Signature': theirs['X-Amz-Signature'] ?? '' })).toMatchObject({
      code: 'SignatureDoesNotMatch',
    });
  });
});

describe('a request for an upload', () => {
  it('is safe to repeat, also at once: one upload, whose form ends when the first one does', async () => {
    const input = uploadInput();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => learner.run<{ requestUpload: Upload }>(REQUEST_UPLOAD, { input })),
    );
    const seen = answers.map(({ requestUpload: { id, expiresAt } }) => `${id} ${expiresAt}`);
    expect(new Set(seen).size).toBe(1);
    const again = await writingNothing(backend, () => requestUpload(learner, input));
    expect(`${again.id} ${again.expiresAt}`).toBe(seen[0]);
    expect(await postFile(again, PNG)).toMatchObject({ status: 204 });
    expect(await storedItem(backend, uploadFormsKey(learner.sub))).toMatchObject({ until: [again.expiresAt] });
    expect(await refused({ ...input, bytes: 1 })).toMatchObject({ errorType: 'Conflict' });
  });

  it('is nothing to somebody else with the same client token', async () => {
    const input = uploadInput();
    const [mine, theirs] = [await requestUpload(learner, input), await requestUpload(other, input)];
    expect(mine.id).not.toBe(theirs.id);
    expect(await storedItem(backend, clientTokenKey(other.sub, 'requestUpload', input.clientToken))).not.toBeNull();
  });

  it.each([
    ['a type that a browser would run', { contentType: 'image/svg+xml' }, 'contentType', 'type'],
    ['a web page', { contentType: 'text/html' }, 'contentType', 'type'],
    ['a type with more than its name', { contentType: 'image/png; charset=utf-8' }, 'contentType', 'type'],
    ['a type of another purpose', { contentType: 'application/pdf' }, 'contentType', 'type'],
    ['no byte', { bytes: 0 }, 'bytes', 'range'],
    ['a byte too many', { bytes: 5_000_001 }, 'bytes', 'range'],
    ['a gigabyte of names', { purpose: 'ROSTER', contentType: 'text/csv', bytes: 1_000_001 }, 'bytes', 'range'],
    ['a name that breaks a header', { name: 'a"\r\nset-cookie: b' }, 'name', 'characters'],
    ['a name without end', { name: 'x'.repeat(256) }, 'name', 'length'],
    ['no client token', { clientToken: '' }, 'clientToken', 'length'],
  ])('is refused with %s', async (_, asked, field, rule) => {
    const refusal = await refused(uploadInput(asked as object));
    expect(refusal).toMatchObject({ errorType: 'Validation', errorInfo: { field, rule } });
  });

  it.each(['RESOURCE', 'MEDIA', 'ROSTER'] as const)('for %s is for who teaches', async (purpose) => {
    const contentType = purpose === 'MEDIA' ? 'video/mp4' : 'text/csv';
    expect(await refused(uploadInput({ purpose, contentType }))).toMatchObject({ errorType: 'Forbidden' });
    expect(await requestUpload(backend.as('mentor'), { purpose, contentType })).toMatchObject({ status: 'PENDING' });
  });

  it('is limited to so many open forms, also when they are asked for at once, and goes on when they have ended', async () => {
    const asked = Array.from({ length: MOST_FORMS + 3 }, () => learner.ask(REQUEST_UPLOAD, { input: uploadInput() }));
    const given = (await Promise.all(asked)).filter(({ errors }) => errors.length === 0).length;
    expect(given).toBeLessThanOrEqual(MOST_FORMS);
    for (let index = given; index < MOST_FORMS; index += 1) await requestUpload(learner);
    expect(await refused(uploadInput())).toMatchObject({ errorType: 'RateLimited' });
    await requestUpload(other);
    const late = await requestUpload(other);
    await moveClock(backend, { advance: 'PT16M' });
    expect(await postFile(late, PNG)).toEqual({ status: 403, code: 'AccessDenied' });
  });
});
