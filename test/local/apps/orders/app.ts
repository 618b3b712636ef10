import { App } from 'aws-cdk-lib';
import { OrdersStack } from './stack.ts';

/**
 * An app of another shape than Kalpla's, in one stack: every service of the local cloud that an event passes on its way
 * from a mutation to a function, and each way in which AppSync talks to one.
 */
const app = new App();
new OrdersStack(app, 'Orders');
app.synth();
