import { LambdaDataSource, type GraphqlApi } from 'aws-cdk-lib/aws-appsync';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { SIGN_FILES_ENV } from '../../functions/sign-files/env.ts';
import { OBJECTS } from '../../model/upload-keys.ts';
import type { StageConfig } from '../config.ts';
import { BackendFunction } from './backend-function.ts';

export interface FileSignerProps {
  readonly api: GraphqlApi;
  readonly config: StageConfig;
  /** Where people's files lie. */
  readonly media: IBucket;
  /** Of the data source: AppSync shows it. */
  readonly name: string;
}

/** Signs URLs of files for the resolvers that have decided who may have them: see `resolvers/steps/sign-files.ts`. */
export class FileSigner extends LambdaDataSource {
  constructor(scope: Construct, id: string, { api, config, media, name }: FileSignerProps) {
    const sign = new BackendFunction<typeof SIGN_FILES_ENV>(scope, `${id}Function`, {
      name: 'sign-files',
      config,
      environment: { BUCKET: media.bucketName },
    });
    // What the URLs that it signs may do.
    sign.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:GetObjectVersion'], resources: [media.arnForObjects(`${OBJECTS}*`)] }),
    );
    super(scope, id, { api, name, lambdaFunction: sign });
  }
}
