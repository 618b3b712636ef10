import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { AttributeType, StreamViewType, Table } from 'aws-cdk-lib/aws-dynamodb';
import { EventBus } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { DynamoEventSource, SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { BlockPublicAccess, Bucket, type CfnBucket } from 'aws-cdk-lib/aws-s3';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { OrdersApi } from './api.ts';
import { appFunction } from './function.ts';
import { OrderEvents } from './events.ts';

/** Orders: placed through GraphQL, shipped by events, summed by windows, receipts uploaded by forms. */
export class OrdersStack extends Stack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    const orders = new Table(this, 'OrdersTable', {
      partitionKey: { name: 'id', type: AttributeType.STRING },
      stream: StreamViewType.NEW_AND_OLD_IMAGES,
      timeToLiveAttribute: 'forgetAt',
    });
    orders.addGlobalSecondaryIndex({
      indexName: 'ordersOfCustomer',
      partitionKey: { name: 'customer', type: AttributeType.STRING },
      sortKey: { name: 'placedAt', type: AttributeType.STRING },
    });
    const shipments = new Table(this, 'Shipments', { partitionKey: { name: 'id', type: AttributeType.STRING } });
    const bus = new EventBus(this, 'Bus');

    const { api, apiKey } = new OrdersApi(this, 'Api', { orders, bus });
    const { queue, deadLetters } = new OrderEvents(this, 'Events', { orders, bus });
    this.#ship(queue, shipments);
    const turnovers = this.#sum(orders);
    const { receipts, form } = this.#receive(shipments);

    const outputs = {
      GraphqlUrl: api.graphqlUrl,
      ApiId: api.apiId,
      ApiKey: apiKey,
      BusName: bus.eventBusName,
      OrdersTableName: orders.tableName,
      ShipmentsTableName: shipments.tableName,
      TurnoversTableName: turnovers.tableName,
      ReceiptsBucketName: receipts.bucketName,
      UploadFormFunction: form.functionName,
      QueueUrl: queue.queueUrl,
      DeadLettersUrl: deadLetters.queueUrl,
      StreamArn: orders.tableStreamArn ?? '',
    };
    for (const [key, value] of Object.entries(outputs)) new CfnOutput(this, key, { value });
  }

  #ship(queue: Queue, shipments: Table): void {
    const ship = appFunction(this, 'ship', { SHIPMENTS: shipments.tableName });
    ship.addToRolePolicy(
      new PolicyStatement({ actions: ['dynamodb:BatchWriteItem'], resources: [shipments.tableArn] }),
    );
    ship.addEventSource(new SqsEventSource(queue, { batchSize: 10, reportBatchItemFailures: true }));
  }

  #sum(orders: Table): Table {
    const turnovers = new Table(this, 'Turnovers', {
      partitionKey: { name: 'minute', type: AttributeType.STRING },
      sortKey: { name: 'shard', type: AttributeType.STRING },
    });
    const turnover = appFunction(this, 'turnover', { TURNOVERS: turnovers.tableName });
    turnover.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:PutItem'], resources: [turnovers.tableArn] }));
    turnover.addEventSource(
      new DynamoEventSource(orders, {
        startingPosition: StartingPosition.TRIM_HORIZON,
        tumblingWindow: Duration.minutes(1),
        batchSize: 100,
        retryAttempts: 3,
      }),
    );
    return turnovers;
  }

  #receive(shipments: Table) {
    const receipts = new Bucket(this, 'Receipts', {
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      versioned: true,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    const form = appFunction(this, 'upload-form', { RECEIPTS: receipts.bucketName });
    form.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [receipts.arnForObjects('receipts/*')] }),
    );
    const receipt = appFunction(this, 'receipt', { SHIPMENTS: shipments.tableName });
    receipt.addToRolePolicy(new PolicyStatement({ actions: ['dynamodb:UpdateItem'], resources: [shipments.tableArn] }));
    // By the property: the construct's own way is a function in Python that calls S3 behind CloudFormation's back.
    (receipts.node.defaultChild as CfnBucket).notificationConfiguration = {
      lambdaConfigurations: [
        {
          event: 's3:ObjectCreated:*',
          function: receipt.functionArn,
          filter: { s3Key: { rules: [{ name: 'prefix', value: 'receipts/' }] } },
        },
      ],
    };
    receipt.addPermission('Notified', {
      principal: new ServicePrincipal('s3.amazonaws.com'),
      sourceAccount: this.account,
    });
    return { receipts, form };
  }
}
