/** An error as an AWS service answers it: the code is the `__type`, the message the text that SDKs show. */
export class AwsError extends Error {
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** Further members of the error's shape, such as `CancellationReasons` or `Item`. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, status = 400, details: Readonly<Record<string, unknown>> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** The template asks for something that AWS would refuse, or that can't run here: the start ends with this one line. */
export class DeploymentError extends Error {
  override readonly name = 'DeploymentError';
}
