type Request = Readonly<Record<string, unknown>>;

/** Requests to Amazon Bedrock, of the module `@aws-appsync/utils/ai`. */
export const invokeModel = (payload: Request): Request => ({ ...payload, operation: 'InvokeModel' });
export const converse = (payload: Request): Request => ({ ...payload, operation: 'Converse' });
