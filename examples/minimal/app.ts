/** npx cdk deploy --app "node --import tsx examples/minimal/app.ts" */
import { App } from 'aws-cdk-lib';
import { MinimalStack } from './minimal';

new MinimalStack(new App(), 'Minimal');
