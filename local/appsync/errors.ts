import { AwsError } from '../errors.ts';

/** An error of one field, as it reaches the client: AppSync's `errorType`, `data` and `errorInfo` beside the message. */
export class FieldError extends Error {
  readonly errorType: string | null;
  readonly data: unknown;
  readonly errorInfo: unknown;

  constructor(message: string, errorType: string | null, data: unknown = null, errorInfo: unknown = null) {
    super(message);
    this.name = 'FieldError';
    this.errorType = errorType;
    this.data = data;
    this.errorInfo = errorInfo;
  }
}

/** The caller may not have this field: what a directive, an IAM policy and `util.unauthorized()` answer alike. */
export function unauthorizedField(typeName: string, fieldName: string): FieldError {
  return new FieldError(`Not Authorized to access ${fieldName} on type ${typeName}`, 'Unauthorized');
}

/** A resolver's request object that AppSync can't make a call of; its response handler doesn't run. */
export function invalidRequest(message: string): FieldError {
  return new FieldError(message, 'MappingTemplate');
}

/** The HTTP request carries no GraphQL request. */
export function malformedRequest(message = 'Unable to parse GraphQL query.'): AwsError {
  return new AwsError('MalformedHttpRequestException', message, 400);
}

export function unauthorizedCaller(message = 'You are not authorized to make this call.'): AwsError {
  return new AwsError('UnauthorizedException', message, 401);
}
