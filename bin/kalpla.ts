import { App, Tags } from 'aws-cdk-lib';
import { addBackend } from '../lib/app.ts';
import { stageConfig } from '../lib/config.ts';
import { FEATURE_FLAGS } from '../lib/feature-flags.ts';

const app = new App({ context: FEATURE_FLAGS });
const config = stageConfig((app.node.tryGetContext('stage') as string | undefined) ?? 'dev');
addBackend(app, config);
Tags.of(app).add('application', 'kalpla');
Tags.of(app).add('stage', config.stage);
app.synth();
