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

/** An entry of EventBridge's PutEvents. */
export interface EventEntry {
  /** Name or ARN. */
  readonly EventBusName: string;
  readonly Source?: string;
  readonly DetailType?: string;
  /** JSON text. */
  readonly Detail?: string;
  readonly Resources?: readonly string[];
  /** ISO 8601. */
  readonly Time?: string;
}

export interface PutEventsAnswer {
  readonly FailedEntryCount: number;
  readonly Entries: readonly {
    readonly EventId?: string;
    readonly ErrorCode?: string;
    readonly ErrorMessage?: string;
  }[];
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
  /** The same as an answer. */
  isAllowed(principal: Principal, action: string, resource: string): boolean;
  /** Throws `UnauthorizedException` for a token that isn't the pool's, or has expired. */
  verifyToken(poolId: string, token: string): Promise<VerifiedToken>;
  /** A DynamoDB operation in its JSON wire format. */
  dynamodb(
    principal: Principal,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, unknown>>;
  /** With `Event` the function runs later, and the answer is empty. */
  invokeFunction(
    principal: Principal,
    functionArn: string,
    payload: unknown,
    invocationType: 'RequestResponse' | 'Event',
  ): Promise<FunctionAnswer>;
  /** Without it an API with an EventBridge data source is refused at start. */
  putEvents?(principal: Principal, entries: readonly EventEntry[]): Promise<PutEventsAnswer>;
  /** The text of an object that a template names by its S3 location (`s3://…`). Without it such a template is refused. */
  readObject?(location: string): string;
}
