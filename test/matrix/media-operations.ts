import { writeCourse, ENROLL, type CourseOptions, type TestLesson } from '../support/courses.ts';
import {
  giveFiles,
  MEDIA_URL,
  REQUEST_UPLOAD,
  requestUpload,
  UPLOAD,
  uploadInput,
  type UploadAsked,
} from '../support/uploads.ts';
import { elsewhere } from './elsewhere.ts';
import type { Operation } from './operation.ts';

function asking(asked: UploadAsked): Operation {
  return { arrange: () => Promise.resolve({ document: REQUEST_UPLOAD, variables: { input: uploadInput(asked) } }) };
}

/** About what a lesson of the mentor's plays, in whose course the student is enrolled where it is published. */
function playing(options: CourseOptions): Operation {
  return {
    arrange: async (backend) => {
      const course = await writeCourse(backend.as('mentor'), { ...options, lessons: 1 });
      const { id: lessonId, courseId } = course.lessons[0] as TestLesson;
      if (!options.draft) await backend.as('student').run(ENROLL, { input: { courseId } });
      // A URL is signed whether or not anything lies there.
      const file = { owner: 'a-sub', ulid: 'a-ulid', versionId: 'a-version', contentType: 'video/mp4', bytes: 1 };
      await giveFiles(backend, { id: lessonId, courseId }, { media: file });
      return { document: MEDIA_URL, variables: { courseId, lessonId } };
    },
    elsewhere,
  };
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
  'Query.mediaUrl of a lesson of a published course': playing({}),
  'Query.mediaUrl of a preview lesson': playing({ preview: true }),
  'Query.mediaUrl of a preview lesson of a draft': playing({ preview: true, draft: true }),
  'Mutation.requestUpload a picture of oneself': asking({}),
  'Mutation.requestUpload a file of a lesson': asking({ purpose: 'RESOURCE', contentType: 'application/pdf' }),
  'Mutation.requestUpload what a lesson plays': asking({ purpose: 'MEDIA', contentType: 'video/mp4' }),
  'Mutation.requestUpload people to enroll': asking({ purpose: 'ROSTER', contentType: 'text/csv' }),
};
