import { deepEqual, ok } from 'node:assert/strict';
import type { Upload, User } from '../../generated/schema.ts';
import { MY_VERSION, REQUEST_UPLOAD, UPDATE_PICTURE, UPLOAD } from '../documents.ts';
import type { School } from '../school.ts';
import { PNG, postForm } from '../upload-form.ts';
import type { Operation } from './operation.ts';

/** Files on their way. In this order: what is requested is then looked at. */
export function uploading({ learner }: School): readonly Operation[] {
  let form: Pick<Upload, 'id' | 'url' | 'fields'> = { id: '', url: '', fields: '' };
  return [
    {
      name: 'requestUpload',
      title: 'Have a form for my picture signed',
      budget: 3,
      run: async () => {
        const input = { clientToken: 'a-picture', purpose: 'AVATAR', contentType: 'image/png', bytes: PNG.length };
        const { requestUpload } = await learner.ask<{ requestUpload: Upload }>(REQUEST_UPLOAD, { input });
        ok(requestUpload.url && requestUpload.fields);
        form = requestUpload;
      },
    },
    {
      name: 'upload',
      title: 'How far my upload is',
      budget: 1,
      run: async () => {
        const { upload } = await learner.ask<{ upload: Upload }>(UPLOAD, { id: form.id });
        deepEqual(upload, { id: form.id, status: 'PENDING', rejection: null });
      },
    },
    { name: 'upload by its form', title: 'Post the picture, which is then checked', run: () => postForm(form, PNG) },
    {
      name: 'updateProfile, picture',
      title: 'Read my account, and show the picture',
      run: async () => {
        const { me } = await learner.ask<{ me: User }>(MY_VERSION);
        const input = { avatarUploadId: form.id, version: me.version };
        const { updateProfile } = await learner.ask<{ updateProfile: User }>(UPDATE_PICTURE, { input });
        deepEqual(updateProfile, { id: learner.id, version: me.version + 1 });
      },
    },
  ];
}
