import { deepEqual, ok } from 'node:assert/strict';
import type { Upload } from '../../generated/schema.ts';
import { REQUEST_UPLOAD, UPLOAD } from '../documents.ts';
import type { School } from '../school.ts';
import type { Operation } from './operation.ts';

/** Files on their way. In this order: what is requested is then looked at. */
export function uploading({ learner }: School): readonly Operation[] {
  let id = '';
  return [
    {
      name: 'requestUpload',
      title: 'Have a form for my picture signed',
      budget: 3,
      run: async () => {
        const input = { clientToken: 'a-picture', purpose: 'AVATAR', contentType: 'image/png', bytes: 1_000 };
        const { requestUpload } = await learner.ask<{ requestUpload: Upload }>(REQUEST_UPLOAD, { input });
        ok(requestUpload.url && requestUpload.fields);
        id = requestUpload.id;
      },
    },
    {
      name: 'upload',
      title: 'How far my upload is',
      budget: 1,
      run: async () => {
        const { upload } = await learner.ask<{ upload: Upload }>(UPLOAD, { id });
        deepEqual(upload, { id, status: 'PENDING', rejection: null });
      },
    },
  ];
}
