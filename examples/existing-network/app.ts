/** npx cdk deploy --app "node --import tsx examples/existing-network/app.ts" */
import { App } from 'aws-cdk-lib';
import { ExistingNetworkStack } from './existing-network';

new ExistingNetworkStack(new App(), 'ExistingNetwork', { env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: 'us-east-1' } });
