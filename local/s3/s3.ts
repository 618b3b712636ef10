import { randomBytes } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import type { FaultKind } from '../faults.ts';
import type { UsageCaller } from '../usage.ts';
import type { Caller } from '../iam/caller.ts';
import type { Principal } from '../iam/principal.ts';
import type { DeclaredResource, DeployedResource, LocalRequest, Service } from '../service.ts';
import { nobody } from './authentication/authenticated.ts';
import type { Authenticated } from './authentication/authenticated.ts';
import { hoistedHeaders, isPresigned, signedInQuery } from './authentication/presigned-url.ts';
import { signedInHeaders } from './authentication/signed-headers.ts';
import { Buckets } from './buckets.ts';
import { allowOrigin, answerPreflight } from './cors-answers.ts';
import { answerError } from './error-answer.ts';
import { s3Error } from './errors.ts';
import type { Answer, Exchange, Storage } from './exchange.ts';
import { Lifecycle } from './lifecycle.ts';
import { Notifications } from './notifications/notifications.ts';
import { operationIn, operationNames, operationOf } from './operations/dispatch.ts';
import type { OperationName } from './operations/dispatch.ts';
import { putBytes } from './operations/put-object.ts';
import type { S3Ports } from './ports.ts';
import { isSignedForS3, targetOf } from './request-target.ts';
import { Database } from './store/database.ts';
import { Files } from './store/files.ts';
import { Objects } from './store/objects.ts';
import { Uploads } from './store/uploads.ts';

const callFaults: readonly FaultKind[] = ['throttle', 'latency', 'error', 'crashAfterCommit'];

/** Amazon S3: buckets of the template, path-style, with their objects as files. */
export class S3 implements Service {
  readonly name = 's3';
  readonly resourceTypes = {
    'AWS::S3::Bucket': (declared: DeclaredResource) => this.#storage.buckets.deploy(declared),
    'AWS::S3::BucketPolicy': (declared: DeclaredResource) => this.#storage.buckets.deployPolicy(declared),
    // Of the CDK, whose provider functions are not needed for them.
    'Custom::S3BucketNotifications': (declared: DeclaredResource) =>
      this.#storage.buckets.deployNotifications(declared),
    // It empties a bucket that is deleted, and none ever is.
    'Custom::S3AutoDeleteObjects': ({ address }: DeclaredResource): DeployedResource => ({
      ref: address.replaceAll('/', '-'),
    }),
  };
  readonly faults = {
    ...Object.fromEntries(operationNames.map((name) => [name, callFaults])),
    Deliver: ['duplicate', 'reorder'] as const,
  };
  readonly #storage: Storage;
  readonly #lifecycle: Lifecycle;

  constructor(cloud: Cloud, ports: S3Ports) {
    const folder = join(cloud.stateFolder, 's3');
    const database = new Database(join(folder, 's3.sqlite'));
    const files = new Files(join(folder, 'objects'));
    this.#storage = {
      cloud,
      ports,
      database,
      files,
      buckets: new Buckets(cloud.region),
      objects: new Objects(database, files),
      uploads: new Uploads(database, files),
      notifications: new Notifications(cloud, ports, database),
    };
    this.#lifecycle = new Lifecycle(this.#storage);
  }

  start(): void {
    const { files, objects, uploads, notifications, buckets, ports } = this.#storage;
    const bridged = buckets.all.find((bucket) => bucket.notifications.eventBridge);
    if (bridged && !ports.putEvent) {
      throw new DeploymentError(`bucket ${bridged.name}: events for EventBridge are not sent by the local S3`);
    }
    files.keepOnly(new Set([...objects.fileNames, ...uploads.fileNames]));
    this.#lifecycle.start();
    notifications.wake();
  }

  /** Whether the request is S3's, by its signature or by a bucket's name: then its body, however large, is read here. */
  readsBody(request: LocalRequest): boolean {
    if (isSignedForS3(request)) return true;
    const [, name = ''] = request.path.split('/', 2);
    return this.#storage.buckets.find(name) !== undefined;
  }

  /** Answers a page's question whether it may make a request, where a bucket has rules for that. */
  preflight(request: LocalRequest, response: ServerResponse): boolean {
    const bucket = this.#storage.buckets.find(request.path.split('/', 2)[1] ?? '');
    if (!bucket) return false;
    try {
      answerPreflight(response, bucket, request.headers);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answerError(request, response, error, newRequestId());
    }
    return true;
  }

  async handle(request: LocalRequest, response: ServerResponse): Promise<boolean> {
    if (!this.readsBody(request)) return false;
    const requestId = newRequestId();
    try {
      await this.#answer(request, response, requestId);
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      answerError(request, response, error, requestId);
    } finally {
      this.#storage.notifications.wake();
    }
    return true;
  }

  /**
   * Puts an object for another service of the cloud, as PutObject does.
   * @param headers as of a request, in lower case
   * @throws AwsError
   */
  async put(
    principal: Principal,
    target: { readonly bucketName: string; readonly key: string },
    bytes: Buffer,
    headers: Readonly<Record<string, string>>,
  ): Promise<void> {
    const { cloud, notifications } = this.#storage;
    const asked = { ...target, caller: { principal }, context: {}, headers, requestId: newRequestId() };
    const end = cloud.usage.begin('s3', 'PutObject', principal);
    try {
      await cloud.faults.around('s3', 'PutObject', refusals, () =>
        putBytes({ ...asked, storage: this.#storage }, bytes),
      );
    } finally {
      end();
      notifications.wake();
    }
  }

  async idle(): Promise<void> {
    await this.#storage.notifications.idle();
  }

  snapshot(folder: string): void {
    const { database, files } = this.#storage;
    mkdirSync(folder, { recursive: true });
    database.copyTo(join(folder, 's3.sqlite'));
    files.copyTo(join(folder, 'objects'));
  }

  restore(folder: string): void {
    const { database, files, notifications } = this.#storage;
    const kept = join(folder, 's3.sqlite');
    database.close();
    for (const suffix of ['', '-wal', '-shm']) rmSync(`${database.path}${suffix}`, { force: true });
    if (existsSync(kept)) copyFileSync(kept, database.path);
    database.reopen();
    files.replaceFrom(join(folder, 'objects'));
    this.#lifecycle.start();
    notifications.wake();
  }

  async stop(): Promise<void> {
    this.#lifecycle.stop();
    await this.#storage.notifications.stop();
    this.#storage.database.close();
  }

  async #answer(request: LocalRequest, response: ServerResponse, requestId: string): Promise<void> {
    const { cloud, buckets } = this.#storage;
    response.setHeader('x-amz-request-id', requestId);
    response.setHeader('x-amz-id-2', `${requestId}/local`);
    const target = targetOf(request);
    allowOrigin(response, buckets.find(target.bucketName), request.method, request.headers);
    const authenticated = this.#authenticate(request);
    const headers = isPresigned(request) ? { ...hoistedHeaders(request), ...request.headers } : request.headers;
    const name = operationIn({ method: request.method, query: request.query, headers, ...target });
    const exchange = { storage: this.#storage, request, headers, response, requestId, ...target, ...authenticated };
    // The administrator inspects and repairs; usage is what the product's own roles cause.
    const end = isAdministrator(exchange.caller)
      ? () => undefined
      : cloud.usage.begin('s3', name, usageCaller(exchange.caller));
    let answer: Answer;
    try {
      answer = await cloud.faults.around('s3', name, refusals, () => this.#run(name, exchange));
    } finally {
      end();
    }
    if (typeof answer === 'function') await answer();
    else response.end(answer);
  }

  #run(name: OperationName, exchange: Exchange): Promise<Answer> | Answer {
    return operationOf(name)(exchange);
  }

  #authenticate(request: LocalRequest): Authenticated {
    const { cloud, ports } = this.#storage;
    const judge = { region: cloud.region, accessKey: (id: string) => ports.accessKey(id) };
    if (!isPresigned(request)) {
      return request.headers['authorization'] === undefined ? nobody : signedInHeaders(request, judge, cloud.clock);
    }
    if (request.headers['authorization'] === undefined) return signedInQuery(request, judge, cloud.clock);
    throw s3Error(
      'InvalidArgument',
      'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
    );
  }
}

function usageCaller(caller: Caller): UsageCaller {
  return caller !== 'anonymous' && 'principal' in caller ? caller.principal : 'anonymous';
}

function isAdministrator(caller: Caller): boolean {
  return caller !== 'anonymous' && 'principal' in caller && caller.principal.kind === 'administrator';
}

const refusals = { throttled: () => s3Error('SlowDown'), failed: () => s3Error('InternalError') };

/** 16 characters, as S3's are. */
function newRequestId(): string {
  return randomBytes(8).toString('hex').toUpperCase();
}
