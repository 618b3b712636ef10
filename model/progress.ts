import type { Progress } from '../generated/schema.ts';
import { courseId, lessonId } from './ids.ts';

/** How far a learner is, by the outline: what an enrollment carries as copies. */
export type Standing = {
  /** Completed lessons that the outline still has. */
  readonly completed: number;
  readonly lessonTotal: number;
  /** ULID of the first lesson that is not done; absent when all are. */
  readonly nextLesson?: string;
};

/**
 * @param outline ULIDs of the course's lessons, in order
 * @param completedLessons ULIDs of what the learner has completed, in any order, removed lessons included
 */
export function standing(outline: readonly string[], completedLessons: readonly string[]): Standing {
  const open = outline.filter((lesson) => !completedLessons.includes(lesson));
  const next = open[0];
  return {
    completed: outline.length - open.length,
    lessonTotal: outline.length,
    ...(next ? { nextLesson: next } : {}),
  };
}

/** Whether the learner is through: an empty course is never completed. */
export function isComplete(at: Standing): boolean {
  return at.lessonTotal > 0 && at.completed === at.lessonTotal;
}

/** In percent, rounded down: 100 only when every lesson is done. */
export function percent(at: Standing): number {
  return at.lessonTotal === 0 ? 0 : Math.floor((100 * at.completed) / at.lessonTotal);
}

export function toProgress(learnerId: string, courseUlid: string, at: Standing): Progress {
  return {
    courseId: courseId(courseUlid),
    userId: learnerId,
    percent: percent(at),
    completed: at.completed,
    total: at.lessonTotal,
    nextLessonId: at.nextLesson ? lessonId(courseUlid, at.nextLesson) : null,
  };
}
