/** Who makes a call: the account's administrator, or a role that a service or function has assumed. */
export interface Principal {
  readonly kind: 'administrator' | 'role';
  /** Of the caller as AWS names it in messages: `arn:aws:iam::…:root` or `arn:aws:sts::…:assumed-role/NAME/SESSION`. */
  readonly arn: string;
  /** Of the role, where the caller is one: what policies are attached to. */
  readonly roleArn?: string;
}
