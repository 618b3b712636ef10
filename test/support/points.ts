import type { TestBackend } from './backend.ts';
import type { Client } from './client.ts';
import { COMPLETE_LESSON, ENROLL, type TestCourse } from './courses.ts';
import { idle } from './levers.ts';

export interface Standing {
  readonly rank: number;
  readonly points: string;
  readonly exact: boolean;
  readonly error: number | null;
}

export interface Board {
  readonly items: readonly {
    readonly rank: number;
    readonly points: string;
    readonly user: { readonly id: string; readonly displayName: string };
  }[];
  readonly me: Standing | null;
  readonly updatedAt: string | null;
}

const LEADERBOARD = `query ($scope: BoardScope!, $courseId: ID, $limit: Int) {
  leaderboard(scope: $scope, courseId: $courseId, limit: $limit) {
    items { rank points user { id displayName } } me { rank points exact error } updatedAt
  }
}`;

/** A leaderboard as somebody sees it once everything has been counted. */
export async function boardOf(
  backend: TestBackend,
  learner: Client,
  variables: { readonly scope: string; readonly courseId?: string; readonly limit?: number },
): Promise<Board> {
  await idle(backend);
  return (await learner.run<{ leaderboard: Board }>(LEADERBOARD, variables)).leaderboard;
}

export interface MyPoints {
  readonly total: string;
  readonly level: number;
  readonly nextLevelAt: string | null;
  readonly week: string;
  readonly courses: readonly { readonly courseId: string; readonly points: string }[];
}

/** Somebody's points once everything has been counted. */
export async function pointsOf(backend: TestBackend, learner: Client): Promise<MyPoints> {
  await idle(backend);
  const document = '{ myPoints { total level nextLevelAt week courses { courseId points } } }';
  return (await learner.run<{ myPoints: MyPoints }>(document)).myPoints;
}

/** Enrolls a learner and completes the first lessons. */
export async function learn(learner: Client, course: TestCourse, lessons: number): Promise<void> {
  await learner.run(ENROLL, { input: { courseId: course.id } });
  for (const { id: lessonId } of course.lessons.slice(0, lessons)) {
    await learner.run(COMPLETE_LESSON, { input: { courseId: course.id, lessonId } });
  }
}
