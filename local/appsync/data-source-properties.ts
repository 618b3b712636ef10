import type { DeclaredDataSource } from './declarations.ts';
import type { Properties } from './properties.ts';

const COMMON = ['ApiId', 'Name', 'Type', 'ServiceRoleArn'];
/** Of those a resolver notices nothing. */
const WITHOUT_EFFECT = ['Description', 'MetricsConfig'];

/** What the properties of an AWS::AppSync::DataSource name as the source. */
export function readTarget(properties: Properties, region: string): DeclaredDataSource['target'] {
  const kind = properties.string('Type');
  const own = (config: string): Properties => {
    properties.only(...COMMON, ...WITHOUT_EFFECT, config);
    return properties.object(config);
  };
  switch (kind) {
    case 'NONE':
      properties.only(...COMMON, ...WITHOUT_EFFECT);
      return { kind };
    case 'AWS_LAMBDA': {
      const config = own('LambdaConfig').only('LambdaFunctionArn');
      return { kind, roleArn: properties.string('ServiceRoleArn'), functionArn: config.string('LambdaFunctionArn') };
    }
    case 'AMAZON_EVENTBRIDGE': {
      const config = own('EventBridgeConfig').only('EventBusArn');
      return { kind, roleArn: properties.string('ServiceRoleArn'), busArn: config.string('EventBusArn') };
    }
    case 'AMAZON_DYNAMODB': {
      const config = own('DynamoDBConfig');
      for (const option of ['UseCallerCredentials', 'Versioned']) {
        if (config.isTrue(option)) throw config.fail(`${option} does not run here`);
      }
      config.only('TableName', 'AwsRegion', 'UseCallerCredentials', 'Versioned');
      return {
        kind,
        roleArn: properties.string('ServiceRoleArn'),
        table: config.string('TableName'),
        region: config.optionalString('AwsRegion') ?? region,
      };
    }
    default:
      throw properties.fail(`a data source of type ${kind} does not run here`);
  }
}
