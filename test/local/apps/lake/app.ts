import { App } from 'aws-cdk-lib';
import { LakeStack } from './stack.ts';

/** Events and logs on their way into a locked bucket and to functions. */
const app = new App();
new LakeStack(app, 'Lake');
app.synth();
