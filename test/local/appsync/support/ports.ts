import { AwsError } from '../../../../local/errors.ts';
import type { Principal } from '../../../../local/iam/principal.ts';
import type {
  AppSyncPorts,
  EventEntry,
  FunctionAnswer,
  PutEventsAnswer,
  VerifiedToken,
} from '../../../../local/appsync/ports.ts';
import { FakeTables } from './fake-tables.ts';

export const POOL = 'us-east-1_pool';
const ADMINISTRATOR: Principal = { kind: 'administrator', arn: 'arn:aws:iam::000000000000:root' };

function token(username: string, ...groups: string[]): VerifiedToken {
  return {
    sub: `sub-${username}`,
    username,
    issuer: `https://cognito-idp.us-east-1.amazonaws.com/${POOL}`,
    claims: { sub: `sub-${username}`, client_id: 'web', token_use: 'access', 'cognito:groups': groups },
    groups,
    tokenUse: 'access',
  };
}

/** The other services as AppSync sees them: signatures, tokens and grants are looked up instead of computed. */
export class FakePorts implements AppSyncPorts {
  readonly tables = new FakeTables();
  readonly tokens = new Map<string, VerifiedToken>([
    ['student', token('student', 'Student')],
    ['admin', token('admin', 'Admin')],
  ]);
  /** Field ARNs and actions that are denied, by their ends. */
  readonly denied = new Set<string>();
  readonly functions = new Map<string, (payload: unknown) => FunctionAnswer | Promise<FunctionAnswer>>();
  readonly sessions: string[] = [];
  /** Payloads that functions were given. */
  readonly invocations: unknown[] = [];
  /** What was put on buses. */
  readonly entries: EventEntry[] = [];

  authenticate({ headers }: { headers: Readonly<Record<string, string>> }): Principal {
    if (!headers['authorization']?.includes('Credential=local/')) {
      throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.', 403);
    }
    return ADMINISTRATOR;
  }

  roleSession(roleArn: string, sessionName: string, service: string): Principal {
    this.sessions.push(`${roleArn} ${sessionName} ${service}`);
    return { kind: 'role', roleArn, arn: `arn:aws:sts::000000000000:assumed-role/${roleArn}/${sessionName}` };
  }

  isAllowed(_principal: Principal, _action: string, resource: string): boolean {
    return ![...this.denied].some((end) => resource.endsWith(end));
  }

  authorize(principal: Principal, action: string, resources: readonly string[]): void {
    for (const resource of resources) {
      if (![...this.denied].some((end) => resource.endsWith(end))) continue;
      throw new AwsError('AccessDeniedException', `User: ${principal.arn} is not authorized to perform: ${action}`);
    }
  }

  async verifyToken(poolId: string, text: string): Promise<VerifiedToken> {
    const known = poolId === POOL ? this.tokens.get(text) : undefined;
    if (text === 'expired') throw new AwsError('UnauthorizedException', 'Token has expired.', 401);
    if (!known) throw new AwsError('UnauthorizedException', 'Unable to parse JWT token.', 401);
    return known;
  }

  async dynamodb(
    principal: Principal,
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, unknown>> {
    if (this.denied.has(operation)) {
      const message = `User: ${principal.arn} is not authorized to perform: dynamodb:${operation}`;
      throw new AwsError('AccessDeniedException', message);
    }
    return this.tables.run(operation, input);
  }

  async invokeFunction(
    _: Principal,
    functionArn: string,
    payload: unknown,
    invocationType: 'RequestResponse' | 'Event',
  ): Promise<FunctionAnswer> {
    const run = this.functions.get(functionArn);
    if (!run) throw new AwsError('ResourceNotFoundException', `Function not found: ${functionArn}`, 404);
    this.invocations.push(payload);
    return invocationType === 'Event' ? { payload: null } : run(payload);
  }

  async putEvents(_: Principal, entries: readonly EventEntry[]): Promise<PutEventsAnswer> {
    if (this.denied.has('PutEvents'))
      throw new AwsError('AccessDeniedException', 'not authorized to perform: events:PutEvents');
    this.entries.push(...entries);
    const failed = entries.filter(({ Source }) => Source === 'broken').length;
    return {
      FailedEntryCount: failed,
      Entries: entries.map(({ Source }, index) =>
        Source === 'broken' ? { ErrorCode: 'InternalFailure', ErrorMessage: 'broken' } : { EventId: `event-${index}` },
      ),
    };
  }
}
