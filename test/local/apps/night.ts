import { App, CfnOutput, Duration, Stack, TimeZone } from 'aws-cdk-lib';
import { EventBus, Rule, Schedule as RuleSchedule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Code, Function as LambdaCode, FunctionUrlAuthType, HttpMethod, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsDestination } from 'aws-cdk-lib/aws-lambda-destinations';
import {
  ContextAttribute,
  Schedule,
  ScheduleExpression,
  ScheduleGroup,
  ScheduleTargetInput,
  TimeWindow,
} from 'aws-cdk-lib/aws-scheduler';
import { EventBridgePutEvents, LambdaInvoke, SqsSendMessage } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue } from 'aws-cdk-lib/aws-sqs';

/** An app that lives by the clock, made of the CDK's own constructs. @returns the folder of its assembly */
export function synthesizeNight(folder: string): string {
  const app = new App({ outdir: folder });
  const stack = new Stack(app, 'Night');
  const done = new Queue(stack, 'Done');
  const worker = new LambdaCode(stack, 'Worker', {
    functionName: 'worker',
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromInline('exports.handler = async (event) => event.rawPath ? { path: event.rawPath } : event;'),
    onSuccess: new SqsDestination(done),
    retryAttempts: 0,
  });
  const own = new ScheduleGroup(stack, 'Own');
  new Schedule(stack, 'Sweep', {
    scheduleName: 'sweep',
    schedule: ScheduleExpression.rate(Duration.hours(1)),
    scheduleGroup: own,
    timeWindow: TimeWindow.flexible(Duration.minutes(5)),
    start: new Date('2027-01-01T00:00:00Z'),
    end: new Date('2027-01-01T05:00:00Z'),
    target: new LambdaInvoke(worker, {
      deadLetterQueue: new Queue(stack, 'Dead'),
      retryAttempts: 1,
      maxEventAge: Duration.minutes(2),
      input: ScheduleTargetInput.fromObject({ sweep: ContextAttribute.scheduledTime }),
    }),
  });
  new Schedule(stack, 'Morning', {
    schedule: ScheduleExpression.cron({ minute: '30', hour: '8', timeZone: TimeZone.EUROPE_LONDON }),
    start: new Date('2027-03-27T00:00:00Z'),
    target: new SqsSendMessage(done, {
      input: ScheduleTargetInput.fromText(`morning ${ContextAttribute.scheduledTime}`),
    }),
  });
  const eventBus = new EventBus(stack, 'Bus', { eventBusName: 'night' });
  new Schedule(stack, 'Once', {
    schedule: ScheduleExpression.at(new Date('2027-02-01T00:00:00Z')),
    target: new EventBridgePutEvents({
      eventBus,
      source: 'night',
      detailType: 'bell',
      detail: ScheduleTargetInput.fromObject({ at: ContextAttribute.scheduledTime }),
    }),
  });
  new Rule(stack, 'Yearly', {
    ruleName: 'yearly',
    schedule: RuleSchedule.cron({ minute: '0', hour: '0', day: '1', month: '1' }),
    targets: [new LambdaFunction(worker)],
  });
  const url = worker.addFunctionUrl({
    authType: FunctionUrlAuthType.NONE,
    cors: { allowedOrigins: ['https://app.example'], allowedMethods: [HttpMethod.GET] },
  });
  new CfnOutput(stack, 'Url', { value: url.url });
  new CfnOutput(stack, 'DoneUrl', { value: done.queueUrl });
  app.synth();
  return folder;
}
