import type { Principal } from '../iam/principal.ts';
import type { LocalRequest } from '../service.ts';

/** What a user pool says of a token whose signature and expiry it has checked. */
export interface VerifiedToken {
  readonly sub: string;
  readonly username: string;
  readonly issuer: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly groups: readonly string[];
  readonly tokenUse: string;
}

/** What a function answered; `functionError` is `Unhandled` when it threw, and the payload then tells what. */
export interface FunctionAnswer {
  readonly payload: unknown;
  readonly functionError?: string;
}

/** What AppSync asks of the other services. Each refuses with an `AwsError`. */
export interface AppSyncPorts {
  /** Who signed the request (SigV4). */
  authenticate(request: LocalRequest): Principal;
  /** The role as `service` assumes it; refused when the role doesn't trust the service. */
  roleSession(roleArn: string, sessionName: string, service: string): Principal;
  /** Throws `AccessDeniedException` unless the principal may do the action on every resource. */
  authorize(
    principal: Principal,
    action: string,
    resources: readonly string[],
    context?: Readonly<Record<string, string>>,
  ): void;
  /** Throws `UnauthorizedException` for a token that isn't the pool's, or has expired. */
  verifyToken(poolId: string, token: string): Promise<VerifiedToken>;
  /** A DynamoDB operation in its JSON wire format. */
  dynamodb(
    principal: Principal,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, unknown>>;
  invokeFunction(principal: Principal, functionArn: string, payload: unknown): Promise<FunctionAnswer>;
  /** The text of an object that a template names by its S3 location (`s3://…`). Without it such a template is refused. */
  readObject?(location: string): string;
}
