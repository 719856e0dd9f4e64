/** npx cdk deploy --app "node --import tsx examples/existing-network/their-app.ts" */
import { App } from 'aws-cdk-lib';
import { TheirNetworkStack } from './their-network';

new TheirNetworkStack(new App(), 'TheirNetwork', { env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: 'us-east-1' } });
