import { REQUEST_UPLOAD, requestUpload, UPLOAD, uploadInput, type UploadAsked } from '../support/uploads.ts';
import { elsewhere } from './elsewhere.ts';
import type { Operation } from './operation.ts';

function asking(asked: UploadAsked): Operation {
  return { arrange: () => Promise.resolve({ document: REQUEST_UPLOAD, variables: { input: uploadInput(asked) } }) };
}

/** Files that people upload. */
export const MEDIA_OPERATIONS: Readonly<Record<string, Operation>> = {
  "Query.upload the learner's own": {
    arrange: async (backend) => {
      const { id } = await requestUpload(backend.as('student'));
      return { document: UPLOAD, variables: { id } };
    },
    elsewhere,
  },
  'Mutation.requestUpload a picture of oneself': asking({}),
  'Mutation.requestUpload a file of a lesson': asking({ purpose: 'RESOURCE', contentType: 'application/pdf' }),
  'Mutation.requestUpload what a lesson plays': asking({ purpose: 'MEDIA', contentType: 'video/mp4' }),
  'Mutation.requestUpload people to enroll': asking({ purpose: 'ROSTER', contentType: 'text/csv' }),
};
