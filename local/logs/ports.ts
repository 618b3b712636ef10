import type { Principal } from '../iam/principal.ts';

/** What Logs needs of its neighbors. */
export interface LogsPorts {
  /** The function's log group; undefined: there is no such function. */
  logGroupOf(functionArn: string): string | undefined;
  /** Whether the function's permissions let the service invoke it for a log group. */
  mayInvoke(service: string, functionArn: string, sourceArn: string): boolean;
  /** Accepts an asynchronous invocation. @throws AwsError */
  invoke(service: string, functionArn: string, sourceArn: string, payload: unknown): Promise<unknown>;
  /** @throws AwsError when the role's trust policy doesn't let the service assume it */
  roleSession(roleArn: string, sessionName: string, service: string, sourceArn?: string): Principal;
  /** Puts a record into a delivery stream. @throws AwsError */
  putRecord(principal: Principal, streamArn: string, data: Uint8Array): Promise<unknown>;
}
