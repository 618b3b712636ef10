import { createHash } from 'node:crypto';
import type { Cloud } from '../cloud.ts';
import { AwsError, DeploymentError } from '../errors.ts';
import type { Iam } from '../iam/iam.ts';
import { compilePolicy, conditionsHold } from '../iam/policy.ts';
import type { Statement } from '../iam/policy.ts';
import type { Principal } from '../iam/principal.ts';
import type { DeclaredResource, DeployedResource, Service } from '../service.ts';

interface Key {
  readonly arn: string;
  readonly policy: readonly Statement[];
}

const DECRYPT = 'kms:Decrypt';

/** Customer-managed keys, as far as they decide who may use what they encrypt. */
export class Kms implements Service {
  readonly name = 'kms';
  readonly resourceTypes = {
    'AWS::KMS::Key': (declared: DeclaredResource) => this.#deployKey(declared),
    'AWS::KMS::Alias': (declared: DeclaredResource) => this.#deployAlias(declared),
  };
  readonly #cloud: Cloud;
  readonly #iam: Pick<Iam, 'evaluate' | 'conditionValues'>;
  /** By id. */
  readonly #keys = new Map<string, Key>();
  /** Ids by name, `alias/…`. */
  readonly #aliases = new Map<string, string>();

  constructor(cloud: Cloud, iam: Pick<Iam, 'evaluate' | 'conditionValues'>) {
    this.#cloud = cloud;
    this.#iam = iam;
  }

  /**
   * Lets a caller use a key through a service, which needs `kms:Decrypt`: by the key policy itself, or by the caller's
   * own policies where the key policy leaves the decision to IAM by naming the account.
   *
   * @param key ARN, id or alias
   * @param viaService the service that asks for the caller, such as `dynamodb`
   * @throws AwsError AccessDeniedException, NotFoundException
   */
  authorizeUse(principal: Principal, key: string, viaService: string): void {
    // AWS's own keys are open to whoever may use the service.
    if (principal.kind === 'administrator' || key.includes('alias/aws/')) return;
    const { arn, policy } = this.#find(key);
    const context = {
      'kms:ViaService': `${viaService}.${this.#cloud.region}.amazonaws.com`,
      'kms:CallerAccount': this.#cloud.accountId,
    };
    const lookup = this.#iam.conditionValues(principal, context);
    const relevant = policy.filter(
      (statement) =>
        statement.matchesAction(DECRYPT) && statement.matchesResource(arn, lookup) && conditionsHold(statement, lookup),
    );
    const names = (effect: Statement['effect'], principals: readonly string[]) =>
      relevant.some(
        (statement) => statement.effect === effect && statement.principals.aws.some((aws) => principals.includes(aws)),
      );
    const caller = ['*', principal.arn, principal.roleArn ?? principal.arn];
    const account = [this.#cloud.accountId, `arn:aws:iam::${this.#cloud.accountId}:root`];

    const byIdentity = this.#iam.evaluate(principal, DECRYPT, arn, context);
    if (byIdentity === 'explicitDeny') {
      throw this.#denied(principal, arn, 'with an explicit deny in an identity-based policy');
    }
    if (names('Deny', [...caller, ...account])) {
      throw this.#denied(principal, arn, 'with an explicit deny in a resource-based policy');
    }
    if (names('Allow', caller)) return;
    const isDelegated = names('Allow', account);
    if (isDelegated && byIdentity === 'allowed') return;
    const kind = isDelegated ? 'identity-based' : 'resource-based';
    throw this.#denied(principal, arn, `because no ${kind} policy allows the ${DECRYPT} action`);
  }

  #deployKey(declared: DeclaredResource): DeployedResource {
    const id = uuidOf(declared.address);
    const arn = `arn:aws:kms:${this.#cloud.region}:${this.#cloud.accountId}:key/${id}`;
    const document = declared.properties['KeyPolicy'] ?? this.#defaultPolicy();
    const policy = compilePolicy(document, `${declared.address} (key policy)`, 'resource');
    if (policy.some(({ principals }) => principals.negated)) {
      throw new DeploymentError(`${declared.address} (key policy): NotPrincipal isn't run by the local KMS.`);
    }
    this.#keys.set(id, { arn, policy });
    return { ref: id, attributes: { Arn: arn, KeyId: id } };
  }

  #deployAlias(declared: DeclaredResource): DeployedResource {
    const name = String(declared.properties['AliasName']);
    this.#aliases.set(name, idOf(String(declared.properties['TargetKeyId'])));
    return { ref: name };
  }

  #find(key: string): Key {
    const alias = /alias\/.*/.exec(key)?.[0];
    const found = this.#keys.get(alias ? (this.#aliases.get(alias) ?? '') : idOf(key));
    if (found) return found;
    throw new AwsError('NotFoundException', `Key '${key}' does not exist`);
  }

  /** AWS's own, where a template gives none. */
  #defaultPolicy(): unknown {
    const principal = { AWS: `arn:aws:iam::${this.#cloud.accountId}:root` };
    return {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Principal: principal, Action: 'kms:*', Resource: '*' }],
    };
  }

  #denied(principal: Principal, arn: string, reason: string): AwsError {
    const message = `User: ${principal.arn} is not authorized to perform: ${DECRYPT} on resource: ${arn} ${reason}`;
    this.#cloud.log.warn('kms', `${message} (role ${principal.roleArn?.split('/').at(-1) ?? 'unknown'})`);
    return new AwsError('AccessDeniedException', message);
  }
}

/** A key's id from its ARN or itself. */
function idOf(key: string): string {
  return key.slice(key.lastIndexOf('/') + 1);
}

/** The same id at every start. */
function uuidOf(address: string): string {
  const hash = createHash('sha256').update(address).digest('hex');
  return [
    hash.slice(0, 8),
    hash.slice(8, 12),
    `4${hash.slice(13, 16)}`,
    `a${hash.slice(17, 20)}`,
    hash.slice(20, 32),
  ].join('-');
}
