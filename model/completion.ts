import type { CompletionRule, LessonCompletion, LessonCompletionInput } from '../generated/schema.ts';
import { forbidden, invalid, type Denial, type Fault } from './errors.ts';
import { spentSeconds, watchedPercent, type PositionItem } from './position.ts';
import { range } from './validation.ts';

/** What makes a lesson done. A lesson without one is done when its learner says so: MANUAL. */
export type Completion = {
  readonly rule: Exclude<CompletionRule, 'MANUAL'>;
  /** Of WATCHED: share of the lesson. */
  readonly percent?: number;
  /** Of TIME. */
  readonly seconds?: number;
};

/** What a rule is judged by. */
export interface RuledLesson {
  readonly completion?: Completion;
  readonly durationSeconds?: number;
}

/** Four hours: what is credited stays in one small item. */
const MAX_TIME_SECONDS = 14_400;

/** Why a rule can't be taken, or null. */
export function refusedCompletion(input: LessonCompletionInput | null | undefined): Fault | null {
  if (!input) return null;
  const { rule, percent, seconds } = input;
  if (!!percent !== (rule === 'WATCHED')) {
    return invalid('completion.percent', 'rule', 'Give `percent` with the rule WATCHED, and with no other.');
  }
  if (!!seconds !== (rule === 'TIME')) {
    return invalid('completion.seconds', 'rule', 'Give `seconds` with the rule TIME, and with no other.');
  }
  return range('completion.percent', percent, 1, 100) ?? range('completion.seconds', seconds, 1, MAX_TIME_SECONDS);
}

/** Why a lesson can't have its rule, or null. */
export function lacksDuration(
  completion: Pick<LessonCompletionInput, 'rule'> | null | undefined,
  durationSeconds: number | null | undefined,
): Fault | null {
  if (completion?.rule !== 'WATCHED' || durationSeconds) return null;
  return invalid('durationSeconds', 'required', 'Give `durationSeconds` too: WATCHED is a share of it.');
}

/** What the outline carries of a rule: nothing of MANUAL. */
export function newCompletion(input: LessonCompletionInput | null | undefined): { completion?: Completion } {
  if (!input || input.rule === 'MANUAL') return {};
  const { rule, percent, seconds } = input;
  return { completion: { rule, ...(percent ? { percent } : {}), ...(seconds ? { seconds } : {}) } };
}

export function toCompletion(completion: Completion | undefined): LessonCompletion {
  return {
    rule: completion?.rule ?? 'MANUAL',
    percent: completion?.percent ?? null,
    seconds: completion?.seconds ?? null,
  };
}

/** Whether a lesson is done by what is credited, without a word of its learner. */
export function isEarned({ completion, durationSeconds }: RuledLesson, position: PositionItem | null): boolean {
  if (!completion || !position) return false;
  const { rule, percent = 100, seconds = 0 } = completion;
  if (rule === 'WATCHED') return watchedPercent(position, durationSeconds ?? 0) >= percent;
  return rule === 'OPENED' || spentSeconds(position) >= seconds;
}

/** Whether the learner's word is not enough: of a lesson that is opened or read it is. */
export function needsCredit({ completion }: RuledLesson): boolean {
  return completion?.rule === 'WATCHED' || completion?.rule === 'TIME';
}

/** Why a learner can't say yet that the lesson is done, or null. Says what is missing. */
export function notEarned(lesson: RuledLesson, position: PositionItem | null): Denial | null {
  if (!needsCredit(lesson) || isEarned(lesson, position)) return null;
  const { rule, percent = 100, seconds = 0 } = lesson.completion ?? {};
  if (rule === 'TIME') {
    return forbidden(
      `This lesson is done after ${seconds} seconds in it; ${position ? spentSeconds(position) : 0} are credited.`,
    );
  }
  const watched = position ? watchedPercent(position, lesson.durationSeconds ?? 0) : 0;
  return forbidden(`This lesson is done once ${percent} % of it are watched; ${watched} % are credited.`);
}
