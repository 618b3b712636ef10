/** Who and what made a write. Stamped on every item, so that a consumer's own writes never wake it again. */
export type Cause = {
  /** Id of the person, or name of the function. */
  readonly actor: string;
  /** Id of the request or event. */
  readonly request: string;
  /** The field or function that wrote, such as `Mutation.enroll`. */
  readonly origin: string;
};
