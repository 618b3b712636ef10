import { cpSync, existsSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import type { ConsolePool } from '../console/answers.ts';
import { AwsError } from '../errors.ts';
import type { Principal } from '../iam/principal.ts';
import type { SupportedFaults } from '../faults.ts';
import type { DeclaredResource, DeployedResource, LocalRequest, Service } from '../service.ts';
import { accountOperations } from './account.ts';
import { adminGroupOperations } from './admin-groups.ts';
import { describeUserPool, getUserPoolMfaConfig, listUserPools } from './admin-pools.ts';
import { adminCreateUser } from './admin-create-user.ts';
import { adminUserOperations } from './admin-users.ts';
import { checkClientAttributes, readClient } from './client-settings.ts';
import { cognitoFaults, faultAnswers } from './cognito-faults.ts';
import { readGroup } from './group-settings.ts';
import { Input } from './input.ts';
import { listUsers } from './list-users.ts';
import { Messages } from './messages.ts';
import type { AdminOperation, PublicOperation, Tools } from './operation.ts';
import { passwordResetOperations } from './password-reset.ts';
import { poolIdOf } from './physical-ids.ts';
import { readPool } from './pool-settings.ts';
import { publish } from './published-documents.ts';
import { clientSecret } from './secret-hash.ts';
import { sessionOperations } from './refresh.ts';
import { signInOperations } from './sign-in.ts';
import { softwareTokenOperations } from './software-tokens.ts';
import { attributeOperations } from './user-attributes.ts';
import { signUpOperations } from './sign-up.ts';
import { TokenError, type VerifiedToken, TokenVerifier } from './token-verifier.ts';
import { type InvokeTrigger, Triggers } from './triggers.ts';
import { poolArn, UserPool } from './user-pool.ts';
import { UserPools } from './user-pools.ts';
import { answerError, answerResult, operationOf } from './wire.ts';

/** What Cognito needs of other services. */
export interface CognitoPorts {
  /** Checks the signature of a request. Throws AwsError. */
  readonly authenticate: (request: LocalRequest) => Principal;
  /** Throws AwsError AccessDeniedException. */
  readonly authorize: (principal: Principal, action: string, resource: string) => void;
  readonly invokeTrigger: InvokeTrigger;
}

const LOG_GROUP = '/aws/cognito';

/** Amazon Cognito user pools. State is one folder a pool under `cognito`: its keys, and a file a user. */
export class Cognito implements Service {
  readonly name = 'cognito';
  readonly resourceTypes = {
    'AWS::Cognito::UserPool': (declared: DeclaredResource) => this.#deployPool(declared),
    'AWS::Cognito::UserPoolClient': (declared: DeclaredResource) => this.#deployClient(declared),
    'AWS::Cognito::UserPoolGroup': (declared: DeclaredResource) => this.#deployGroup(declared),
  };
  readonly faults: SupportedFaults;
  readonly #cloud: Cloud;
  readonly #ports: CognitoPorts;
  readonly #pools = new UserPools();
  readonly #verifier: TokenVerifier;
  readonly #public: ReadonlyMap<string, PublicOperation>;
  readonly #admin: ReadonlyMap<string, AdminOperation>;

  constructor(cloud: Cloud, ports: CognitoPorts) {
    this.#cloud = cloud;
    this.#ports = ports;
    this.#verifier = new TokenVerifier(cloud.clock);
    const tools: Tools = {
      cloud,
      pools: this.#pools,
      messages: new Messages(cloud),
      triggers: new Triggers(cloud, ports.invokeTrigger),
      verifier: this.#verifier,
    };
    const [signIn, attributes] = [signInOperations(tools), attributeOperations(tools)];
    this.#public = new Map([
      ...Object.entries(signIn.own),
      ...Object.entries(attributes.own),
      ...Object.entries(softwareTokenOperations(tools)),
      ...Object.entries(sessionOperations(tools)),
      ...Object.entries(signUpOperations(tools)),
      ...Object.entries(passwordResetOperations(tools)),
      ...Object.entries(accountOperations(tools)),
    ]);
    this.#admin = new Map([
      ...Object.entries(signIn.admin),
      ...Object.entries(attributes.admin),
      ...Object.entries(adminUserOperations(tools)),
      ...Object.entries(adminGroupOperations),
      ['AdminCreateUser', adminCreateUser(tools)],
      ['ListUsers', listUsers],
      ['DescribeUserPool', describeUserPool],
      ['GetUserPoolMfaConfig', getUserPoolMfaConfig],
    ]);
    this.faults = cognitoFaults([...this.#public.keys(), ...this.#admin.keys(), 'ListUserPools']);
  }

  /** @throws AwsError UnauthorizedException, as AppSync answers it */
  async verifyToken(poolId: string, token: string): Promise<VerifiedToken> {
    try {
      return await this.#verifier.verify(this.#pools.pool(poolId), token);
    } catch (error) {
      if (error instanceof TokenError) throw new AwsError('UnauthorizedException', error.message, 401);
      throw error;
    }
  }

  /** The template's pools with their app clients, for the console. */
  list(): ConsolePool[] {
    return this.#pools.list().map(({ id, settings: { poolName } }) => ({
      id,
      name: poolName,
      clients: this.#pools.clientsOf(id).map((client) => ({ id: client.id, name: client.name })),
    }));
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    const operation = operationOf(request);
    if (operation === undefined) return publish(this.#cloud.url, this.#pools, request, response);
    try {
      answerResult(response, await this.#run(operation, request));
    } catch (error) {
      answerError(response, this.#answerable(operation, error));
    }
    return true;
  }

  snapshot(folder: string): void {
    rmSync(folder, { recursive: true, force: true });
    if (existsSync(this.#folder)) cpSync(this.#folder, folder, { recursive: true });
  }

  async restore(folder: string): Promise<void> {
    rmSync(this.#folder, { recursive: true, force: true });
    if (existsSync(folder)) cpSync(folder, this.#folder, { recursive: true });
    await Promise.all(this.#pools.list().map((pool) => pool.reload()));
    this.#verifier.clear();
  }

  get #folder(): string {
    return join(this.#cloud.stateFolder, 'cognito');
  }

  #run(operation: string, request: LocalRequest): Promise<object> {
    return this.#cloud.faults.around('cognito', operation, faultAnswers, () => this.#call(operation, request));
  }

  async #call(operation: string, request: LocalRequest): Promise<object> {
    const open = this.#public.get(operation);
    if (open) return open(Input.parse(request.body));
    const admin = this.#admin.get(operation);
    if (!admin && operation !== 'ListUserPools') {
      throw new AwsError('UnknownOperationException', `The local Cognito does not run the operation ${operation}.`);
    }
    const principal = this.#ports.authenticate(request);
    // Only calls of resolvers and functions count, and those come with a role.
    const end =
      principal.kind === 'role' ? this.#cloud.usage.begin('cognito-idp', operation, principal) : () => undefined;
    try {
      const input = Input.parse(request.body);
      const resource = admin ? poolArn(this.#cloud, input.text('UserPoolId')) : '*';
      this.#ports.authorize(principal, `cognito-idp:${operation}`, resource);
      return admin ? await admin(this.#pools.pool(input.text('UserPoolId')), input) : listUserPools(this.#pools, input);
    } finally {
      end();
    }
  }

  #answerable(operation: string, error: unknown): AwsError {
    if (error instanceof AwsError) return error;
    this.#cloud.log.warn(
      LOG_GROUP,
      `${operation}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return faultAnswers.failed();
  }

  async #deployPool(declared: DeclaredResource): Promise<DeployedResource> {
    const id = poolIdOf(this.#cloud.region, declared.address);
    const pool = await UserPool.open(this.#cloud, id, readPool(declared));
    this.#pools.setPool(pool);
    return {
      ref: id,
      attributes: { Arn: pool.arn, ProviderName: pool.providerName, ProviderURL: pool.issuer, UserPoolId: id },
    };
  }

  #deployClient(declared: DeclaredResource): DeployedResource {
    const client = readClient(declared);
    const pool = this.#pools.pool(client.poolId);
    checkClientAttributes(declared, client, pool.settings.schema);
    const attributes = { ClientId: client.id, Name: client.name };
    const secret = client.hasSecret ? clientSecret(pool.seal, client.id) : undefined;
    this.#pools.setClient({ ...client, secret });
    return { ref: client.id, attributes: secret === undefined ? attributes : { ...attributes, ClientSecret: secret } };
  }

  #deployGroup(declared: DeclaredResource): DeployedResource {
    const { poolId, group } = readGroup(declared);
    this.#pools.pool(poolId).groups.set(group.name, group);
    return { ref: group.name };
  }
}
