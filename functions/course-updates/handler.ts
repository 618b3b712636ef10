import { Logger } from '@aws-lambda-powertools/logger';
import { consume } from '../shared/consume.ts';
import { readEnv } from '../shared/env.ts';
import { callApi } from '../shared/graphql.ts';
import { readEvent } from '../shared/read-event.ts';
import { COURSE_UPDATES_ENV } from './env.ts';

const env = readEnv(COURSE_UPDATES_ENV);
const logger = new Logger({ serviceName: 'course-updates' });

/** Subscribers get what is selected here. */
const NOTE_COURSE_UPDATED = /* GraphQL */ `
  mutation NoteCourseUpdated($input: NoteCourseUpdatedInput!) {
    noteCourseUpdated(input: $input) {
      id
      title
      slug
      subtitle
      category
      level
      status
      mentor {
        id
        displayName
      }
      lessonTotal
      modules {
        id
        title
        lessons {
          id
          title
          kind
          preview
          durationSeconds
        }
      }
      publishedAt
      approved
      publishAt
      copying {
        courseId
        copied
        total
      }
      draft {
        courseId
        state
      }
      version
    }
  }
`;

/** Whoever has a course open sees what no answer of a mutation has told them. Told twice, it is the same. */
export const handler = consume(logger, readEvent, async (event) => {
  if (event.entity !== 'Course') return;
  await callApi(env.GRAPHQL_URL, NOTE_COURSE_UPDATED, { input: { id: event.data.courseId } });
});
