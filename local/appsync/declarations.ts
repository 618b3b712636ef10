import type { AuthMode } from './auth/caller.ts';
import type { LogSettings } from './log-settings.ts';
import type { CacheSettings, CachingConfig } from './resolver/api-cache.ts';
import type { ApiKeySettings, UserPoolSettings } from './auth/authentication.ts';

/** What a template declares of APIs, as plain values. */

export interface DeclaredApi {
  readonly id: string;
  readonly arn: string;
  readonly defaultMode: AuthMode;
  /** False where the default user pool's `DefaultAction` is DENY. */
  readonly defaultAllow: boolean;
  readonly modes: ReadonlySet<AuthMode>;
  readonly userPools: readonly UserPoolSettings[];
  /** Undefined: AWS logs nothing. */
  readonly logging: LogSettings | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly introspection: boolean;
  /** 0: none. */
  readonly depthLimit: number;
  readonly resolverLimit: number;
}

export interface DeclaredSchema {
  readonly apiId: string;
  readonly definition: string;
}

export interface DeclaredApiKey extends ApiKeySettings {
  readonly apiId: string;
}

export interface DeclaredDataSource {
  readonly apiId: string;
  readonly name: string;
  readonly target:
    | { readonly kind: 'NONE' }
    | {
        readonly kind: 'AMAZON_DYNAMODB';
        readonly roleArn: string;
        readonly table: string;
        readonly region: string;
      }
    | { readonly kind: 'AMAZON_EVENTBRIDGE'; readonly roleArn: string; readonly busArn: string }
    | { readonly kind: 'AWS_LAMBDA'; readonly roleArn: string; readonly functionArn: string };
}

export interface DeclaredFunction {
  readonly apiId: string;
  readonly id: string;
  readonly name: string;
  readonly dataSourceName: string;
  readonly code: string;
  /** 0: not given. */
  readonly maxBatchSize: number;
}

export interface DeclaredResolver {
  readonly apiId: string;
  readonly typeName: string;
  readonly fieldName: string;
  readonly code: string;
  /** 0: not given. */
  readonly maxBatchSize: number;
  readonly caching?: CachingConfig;
  readonly target:
    | { readonly kind: 'UNIT'; readonly dataSourceName: string }
    | { readonly kind: 'PIPELINE'; readonly functionIds: readonly string[] };
}

export interface DeclaredCache extends CacheSettings {
  readonly apiId: string;
}

export interface Declarations {
  readonly apis: readonly DeclaredApi[];
  readonly schemas: readonly DeclaredSchema[];
  readonly apiKeys: readonly DeclaredApiKey[];
  readonly caches: readonly DeclaredCache[];
  readonly dataSources: readonly DeclaredDataSource[];
  readonly functions: readonly DeclaredFunction[];
  readonly resolvers: readonly DeclaredResolver[];
}
