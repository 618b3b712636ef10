/** What a learner's first screen asks and shows, for the web and React Native alike. */
import { useEffect, useState } from 'react';
import { graphql } from './gql';
import type { DashboardQuery } from './gql/graphql';
import { run, watch } from './kalpla';

export const Dashboard = graphql(`
  query Dashboard($limit: Int) {
    me {
      id
      displayName
    }
    myEnrollments(limit: $limit) {
      items {
        course {
          id
          title
        }
        progress {
          percent
          nextLessonId
        }
      }
      nextToken
    }
  }
`);

/** The mutations select `courseId` and `userId`: a subscriber gets what the mutation selected. */
export const CompleteLesson = graphql(`
  mutation CompleteLesson($input: CompleteLessonInput!) {
    completeLesson(input: $input) {
      courseId
      userId
      percent
      nextLessonId
    }
  }
`);

export const OnProgress = graphql(`
  subscription OnProgress($courseId: ID!, $userId: ID!) {
    onProgressUpdated(courseId: $courseId, userId: $userId) {
      courseId
      percent
      nextLessonId
    }
  }
`);

export type Enrollment = NonNullable<DashboardQuery['myEnrollments']>['items'][number];

/** What is told of the progress in a course, by a mutation's answer or a subscription. */
type Told = Pick<Enrollment['progress'], 'percent' | 'nextLessonId'>;

export interface DashboardState {
  readonly name: string;
  readonly enrollments: readonly Enrollment[];
  /** Null: all is well. */
  readonly problem: string | null;
  /** Completes the next lesson of a course. */
  readonly complete: (enrollment: Enrollment) => void;
}

const messageOf = (error: unknown) => (error instanceof Error ? error.message : 'The connection was lost.');

/** Asks once, then hears what the learner does on any device. */
export function useDashboard(): DashboardState {
  const [data, setData] = useState<DashboardQuery | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const failed = (error: unknown) => {
    setProblem(messageOf(error));
  };
  const hear = (courseId: string, told: Told | null) => {
    setData((before) => (before && told ? withProgress(before, courseId, told) : before));
  };
  const userId = data?.me?.id;
  const courseIds = (data?.myEnrollments?.items ?? []).map(({ course }) => course.id).join(' ');

  useEffect(() => {
    run(Dashboard, { limit: 10 }).then(setData, failed);
  }, []);

  useEffect(() => {
    if (!userId || !courseIds) return;
    const watches = courseIds.split(' ').map((courseId) =>
      watch(
        OnProgress,
        { courseId, userId },
        ({ onProgressUpdated: told }) => {
          hear(courseId, told);
        },
        failed,
      ),
    );
    return () => {
      for (const stop of watches) stop();
    };
  }, [userId, courseIds]);

  return {
    name: data?.me?.displayName ?? '',
    enrollments: data?.myEnrollments?.items ?? [],
    problem,
    complete: ({ course, progress: { nextLessonId: lessonId } }) => {
      if (!lessonId) return;
      run(CompleteLesson, { input: { courseId: course.id, lessonId } }).then(({ completeLesson: told }) => {
        hear(course.id, told);
      }, failed);
    },
  };
}

/** The same dashboard with what was heard of one course. */
export function withProgress(data: DashboardQuery, courseId: string, told: Told): DashboardQuery {
  const { myEnrollments } = data;
  if (!myEnrollments) return data;
  const items = myEnrollments.items.map((item) =>
    item.course.id === courseId
      ? {
          ...item,
          progress: {
            ...item.progress,
            percent: told.percent ?? item.progress.percent,
            nextLessonId: told.nextLessonId,
          },
        }
      : item,
  );
  return { ...data, myEnrollments: { ...myEnrollments, items } };
}
