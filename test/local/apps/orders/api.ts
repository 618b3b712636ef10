import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  AuthorizationType,
  type BaseDataSource,
  CfnApiCache,
  type CfnResolver,
  Code,
  Definition,
  FunctionRuntime,
  GraphqlApi,
  Resolver,
} from 'aws-cdk-lib/aws-appsync';
import type { Table } from 'aws-cdk-lib/aws-dynamodb';
import type { EventBus } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { appFunction } from './function.ts';

export interface OrdersApiProps {
  readonly orders: Table;
  readonly bus: EventBus;
}

/** One API with each kind of data source that the local cloud runs, and a cache. */
export class OrdersApi extends Construct {
  readonly api: GraphqlApi;
  readonly apiKey: string;

  constructor(scope: Construct, id: string, { orders, bus }: OrdersApiProps) {
    super(scope, id);
    this.api = new GraphqlApi(this, 'Graphql', {
      name: 'orders',
      definition: Definition.fromFile(join(import.meta.dirname, 'schema.graphql')),
      authorizationConfig: {
        defaultAuthorization: { authorizationType: AuthorizationType.API_KEY },
        additionalAuthorizationModes: [{ authorizationType: AuthorizationType.IAM }],
      },
    });
    this.apiKey = this.api.apiKey ?? '';
    new CfnApiCache(this, 'Cache', {
      apiId: this.api.apiId,
      type: 'SMALL',
      apiCachingBehavior: 'PER_RESOLVER_CACHING',
      ttl: 3600,
      atRestEncryptionEnabled: true,
      transitEncryptionEnabled: true,
    });

    const table = this.api.addDynamoDbDataSource('orders', orders);
    const none = this.api.addNoneDataSource('none');
    const events = this.api.addEventBridgeDataSource('bus', bus);
    const shipping = this.api.addLambdaDataSource('shipping', appFunction(this, 'shipping'));
    this.#resolver('Query.order', table);
    this.#resolver('Query.orders', table);
    this.#resolver('Query.audit', none);
    this.#resolver('Mutation.placeOrder', table);
    this.#resolver('Mutation.announce', events);
    this.#resolver('Mutation.forgetQuote', none);
    this.#resolver('Subscription.onOrderPlaced', none);
    this.#resolver('Order.shipping', shipping).maxBatchSize = 100;
    this.#resolver('Query.quote', none).cachingConfig = { ttl: 60, cachingKeys: ['$context.arguments.cents'] };
  }

  #resolver(name: string, dataSource: BaseDataSource): CfnResolver {
    const [typeName = '', fieldName = ''] = name.split('.');
    const resolver = new Resolver(this, name.replace('.', ''), {
      api: this.api,
      typeName,
      fieldName,
      dataSource,
      runtime: FunctionRuntime.JS_1_0_0,
      code: Code.fromInline(readFileSync(join(import.meta.dirname, 'resolvers', `${name}.js`), 'utf8')),
    });
    return resolver.node.defaultChild as CfnResolver;
  }
}
