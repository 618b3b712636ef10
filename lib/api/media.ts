import { Duration, NestedStack } from 'aws-cdk-lib';
import { LambdaDataSource, type BaseDataSource } from 'aws-cdk-lib/aws-appsync';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { Construct } from 'constructs';
import type { REQUEST_UPLOAD_ENV } from '../../functions/request-upload/env.ts';
import { COPY, COURSE, LEARNER, TOKEN, UPLOADS, USER } from '../../model/keys.ts';
import { OBJECTS } from '../../model/upload-keys.ts';
import { BackendFunction } from '../constructs/backend-function.ts';
import { FileSigner } from '../constructs/file-signer.ts';
import { partitionStatement } from '../constructs/partition-statement.ts';
import { TableSource } from '../constructs/table-source.ts';
import type { DomainProps } from './domain.ts';
import { addFields, pipeline, step, unit, type Fields } from './field.ts';

export interface MediaApiProps extends DomainProps {
  /** Where people's files lie. */
  readonly media: IBucket;
}

/** Files that people upload. */
export class MediaApi extends NestedStack {
  readonly fields;

  constructor(scope: Construct, id: string, props: MediaApiProps) {
    super(scope, id);
    const { api, table } = props;
    const uploads = new TableSource(this, 'Source', { api, table, domain: 'media' })
      .allow(['GetItem'], [UPLOADS])
      .allow(['BatchGetItem'], [USER, LEARNER, COURSE, COPY]);
    const signer = new FileSigner(this, 'Signer', { ...props, name: 'mediaUrl' });
    const decide = step('steps/decide-lesson', uploads);
    this.fields = {
      'Query.upload': unit(uploads),
      'Query.mediaUrl': pipeline(decide, decide, step('1-sign', signer)),
      'Mutation.requestUpload': unit(this.#forms(props)),
    } satisfies Fields;
    addFields(this, api, 'media', this.fields);
  }

  #forms({ api, table, media, config }: MediaApiProps): BaseDataSource {
    const forms = new BackendFunction<typeof REQUEST_UPLOAD_ENV>(this, 'Forms', {
      name: 'request-upload',
      config,
      environment: { TABLE: table.tableName, BUCKET: media.bucketName },
      timeout: Duration.seconds(10),
    });
    forms.addToRolePolicy(partitionStatement(table, ['dynamodb:BatchGetItem'], [USER, TOKEN, UPLOADS]));
    forms.addToRolePolicy(partitionStatement(table, ['dynamodb:PutItem'], [TOKEN, UPLOADS]));
    // What the forms that it signs may do.
    forms.addToRolePolicy(
      new PolicyStatement({ actions: ['s3:PutObject'], resources: [media.arnForObjects(`${OBJECTS}*`)] }),
    );
    return new LambdaDataSource(this, 'FormsSource', { api, name: 'requestUpload', lambdaFunction: forms });
  }
}
