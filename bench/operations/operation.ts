import type { Figure } from '../measure.ts';

/** Something a person does in one sitting, and what they must see. */
export interface Operation {
  /** One of the reference operations, or a name of our own. */
  readonly name: string;
  readonly title: string;
  /** Requests that it may make, authorization included; waves may be no more. */
  readonly budget?: number;
  /** Whether it is measured with a growing number of learners, too. */
  readonly grows?: true;
  /** Why it takes more than one of the peer's forms, where it does. */
  readonly reasons?: Partial<Record<Figure, string>>;
  /** Figures that are a matter of chance, and so not compared with what they were: the budget bounds them. */
  readonly varies?: readonly Figure[];
  /** Does it, and asserts the answer. */
  readonly run: () => Promise<void>;
}
