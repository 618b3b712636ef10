import { AwsError } from '../errors.ts';

/** Name in any of the forms that Invoke takes: the name, `ACCOUNT:function:NAME`, the ARN; each with `:$LATEST`. */
export function nameOf(functionName: string): string {
  const parts = functionName.replace(/:\$LATEST$/, '').split(':');
  return parts.at(-1) ?? functionName;
}

export function functionNotFound(arn: string): AwsError {
  return new AwsError('ResourceNotFoundException', `Function not found: ${arn}`, 404, { Type: 'User' });
}
