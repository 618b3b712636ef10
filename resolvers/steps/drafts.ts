/** What the steps of `openDraft` hand on. */
export interface DraftStash {
  /** ULID of the draft that is there already. */
  draftUlid?: string;
}
