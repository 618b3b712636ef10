import { REQUEST_UPLOAD, uploadInput, type UploadAsked } from '../support/uploads.ts';
import type { Operation } from './operation.ts';

function asking(asked: UploadAsked): Operation {
  return { arrange: () => Promise.resolve({ document: REQUEST_UPLOAD, variables: { input: uploadInput(asked) } }) };
}

/** Files that people upload. */
export const MEDIA_OPERATIONS: Readonly<Record<string, Operation>> = {
  'Mutation.requestUpload a picture of oneself': asking({}),
  'Mutation.requestUpload a file of a lesson': asking({ purpose: 'RESOURCE', contentType: 'application/pdf' }),
  'Mutation.requestUpload what a lesson plays': asking({ purpose: 'MEDIA', contentType: 'video/mp4' }),
  'Mutation.requestUpload people to enroll': asking({ purpose: 'ROSTER', contentType: 'text/csv' }),
};
