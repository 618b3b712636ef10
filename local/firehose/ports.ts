import type { Principal } from '../iam/principal.ts';
import type { LocalRequest } from '../service.ts';

/** What Firehose needs of its neighbors. */
export interface FirehosePorts {
  authenticate(request: LocalRequest): Principal;
  /** @throws AwsError AccessDeniedException */
  authorize(principal: Principal, action: string, resource: string): void;
  /** What `authorize` says, without a consequence. */
  isAllowed(principal: Principal, action: string, resource: string): boolean;
  /** @throws AwsError when the role's trust policy doesn't let the service assume it */
  roleSession(roleArn: string, sessionName: string, service: string, sourceArn?: string): Principal;
  /** Puts an object, as PutObject does. @throws AwsError */
  putObject(
    principal: Principal,
    target: { readonly bucketName: string; readonly key: string },
    bytes: Buffer,
    headers: Readonly<Record<string, string>>,
  ): Promise<void>;
  /** Writes a line of a log group. */
  writeLog(group: string, stream: string, line: string): void;
}
