import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { mkdtempSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cognito, type CognitoPorts } from '../../../local/cognito/cognito.ts';
import { AwsError } from '../../../local/errors.ts';
import type { Faults } from '../../../local/faults.ts';
import type { Principal } from '../../../local/iam/principal.ts';
import type { Outbox } from '../../../local/outbox.ts';
import type { DeclaredResource, LocalRequest } from '../../../local/service.ts';
import type { Usage } from '../../../local/usage.ts';
import { newCloud } from '../support/cloud.ts';
import type { TestCloud } from '../support/cloud.ts';

export const PASSWORD = 'Correct-horse-1';
export const TRIGGER_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:confirm';

type Properties = Record<string, unknown>;

const POOL: Properties = {
  UsernameAttributes: ['email'],
  UsernameConfiguration: { CaseSensitive: false },
  AutoVerifiedAttributes: ['email'],
  Policies: {
    PasswordPolicy: { MinimumLength: 10, RequireLowercase: true, RequireUppercase: true, RequireNumbers: true },
  },
  LambdaConfig: { PostConfirmation: TRIGGER_ARN },
  Schema: [
    { Name: 'plan', AttributeDataType: 'String', Mutable: true, StringAttributeConstraints: { MaxLength: '8' } },
  ],
};
const CLIENT: Properties = {
  ExplicitAuthFlows: ['ALLOW_USER_SRP_AUTH', 'ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
  PreventUserExistenceErrors: 'ENABLED',
  AccessTokenValidity: 15,
  IdTokenValidity: 15,
  TokenValidityUnits: { AccessToken: 'minutes', IdToken: 'minutes', RefreshToken: 'days' },
};

const resource = (type: string, logicalId: string, properties: Properties): DeclaredResource => ({
  type: `AWS::Cognito::${type}`,
  logicalId,
  stack: 'identity',
  address: `identity/${logicalId}`,
  properties,
});

export const declaredPool = (properties: Properties = {}, logicalId = 'Pool'): DeclaredResource =>
  resource('UserPool', logicalId, { ...POOL, ...properties });
export const declaredClient = (
  UserPoolId: string,
  properties: Properties = {},
  logicalId = 'Client',
): DeclaredResource => resource('UserPoolClient', logicalId, { ...CLIENT, UserPoolId, ...properties });
export const declaredGroup = (UserPoolId: string, GroupName: string, properties: Properties = {}): DeclaredResource =>
  resource('UserPoolGroup', GroupName, { UserPoolId, GroupName, ...properties });

interface Options {
  readonly pool?: Properties;
  readonly client?: Properties;
  readonly stateFolder?: string;
}

/** A user pool with a client, behind HTTP, as the local cloud would serve it. */
export class Pool {
  readonly invocations: { functionArn: string; event: unknown; sourceArn: string }[] = [];
  trigger: (event: unknown) => Promise<unknown> = (event) => Promise.resolve(event);
  /** Actions that IAM denies. */
  readonly denied = new Set<string>();
  readonly stateFolder: string;
  readonly cognito: Cognito;
  readonly outbox: Outbox;
  /** Headers and bodies of what clients sent. */
  readonly requests: { target: string; body: string }[] = [];
  poolId = '';
  clientId = '';
  url = '';
  sdk = new CognitoIdentityProviderClient({});
  readonly #cloud: TestCloud;
  #server: Server | undefined;

  private constructor(stateFolder: string) {
    this.stateFolder = stateFolder;
    this.#cloud = newCloud({ stateFolder });
    this.outbox = this.#cloud.outbox;
    this.cognito = new Cognito(this.#cloud, this.#ports());
  }

  static async start({ pool = {}, client = {}, stateFolder }: Options = {}): Promise<Pool> {
    const started = new Pool(stateFolder ?? mkdtempSync(join(tmpdir(), 'cognito-')));
    await started.#listen();
    started.poolId = (await started.deploy(declaredPool(pool))).ref;
    started.clientId = (await started.deploy(declaredClient(started.poolId, client))).ref;
    const endpoint = started.url;
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    started.sdk = new CognitoIdentityProviderClient({ endpoint, credentials, region: 'us-east-1', maxAttempts: 1 });
    return started;
  }

  /** By the cloud's clock, in milliseconds. */
  get now(): number {
    return this.#cloud.clock.now();
  }

  get usage(): Usage {
    return this.#cloud.usage;
  }

  get faults(): Faults {
    return this.#cloud.faults;
  }

  /** What an engineer would have seen. */
  get warnings(): string[] {
    return this.#cloud.terminal;
  }

  async deploy(declared: DeclaredResource) {
    const types: Cognito['resourceTypes'] = this.cognito.resourceTypes;
    const deploy = types[declared.type as keyof typeof types];
    return deploy(declared);
  }

  async stop(): Promise<void> {
    this.sdk.destroy();
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  /** Moves the clock on. */
  pass(milliseconds: number): void {
    this.#cloud.clock.pass(milliseconds);
  }

  /** The code in the newest message to somebody. */
  code(to: string): string {
    return /\d{6}/.exec(this.outbox.list({ to }).at(-1)?.text ?? '')?.[0] ?? '';
  }

  #ports(): CognitoPorts {
    return {
      authenticate: ({ headers }): Principal => {
        if (!headers['authorization']?.includes('Credential=local/')) {
          throw new AwsError('UnrecognizedClientException', 'The security token included in the request is invalid.');
        }
        return { kind: 'role', arn: 'arn:aws:sts::000000000000:assumed-role/admin/test', roleArn: 'admin' };
      },
      authorize: ({ arn }, action, target) => {
        if (!this.denied.has(action)) return;
        throw new AwsError(
          'AccessDeniedException',
          `User: ${arn} is not authorized to perform: ${action} on ${target}`,
        );
      },
      invokeTrigger: (functionArn, event, sourceArn) => {
        this.invocations.push({ functionArn, event, sourceArn });
        return this.trigger(event);
      },
    };
  }

  async #listen(): Promise<void> {
    this.#server = createServer((raw, response) => {
      const chunks: Buffer[] = [];
      raw.on('data', (chunk: Buffer) => chunks.push(chunk));
      raw.on('end', () => {
        const { pathname: path, searchParams: query } = new URL(raw.url ?? '/', 'http://local');
        const headers = raw.headers as Record<string, string>;
        const request: LocalRequest = {
          raw,
          method: raw.method ?? '',
          path,
          query,
          headers,
          body: Buffer.concat(chunks),
        };
        this.requests.push({ target: headers['x-amz-target'] ?? '', body: String(request.body) });
        void this.cognito.handle(request, response).then((handled) => {
          if (!handled) response.writeHead(404).end();
        });
      });
    });
    await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
}
