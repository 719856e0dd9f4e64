/** npx cdk deploy --app "node --import tsx examples/existing-network/app.ts" -c network=<JSON of network.ts> */
import { App } from 'aws-cdk-lib';
import { ExistingNetworkStack } from './existing-network';
import { Network, UNKNOWN_NETWORK } from './network';

const app = new App();
const told = app.node.tryGetContext('network') as string | undefined;
new ExistingNetworkStack(app, 'ExistingNetwork', {
  network: told ? (JSON.parse(told) as Network) : UNKNOWN_NETWORK,
  env: { account: process.env.CDK_DEFAULT_ACCOUNT, region: 'us-east-1' },
});
