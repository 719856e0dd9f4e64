/** npx cdk deploy --app "node --import tsx examples/csv-join/app.ts" -c bucketName=<bucket> */
import { App } from 'aws-cdk-lib';
import { CsvJoinStack } from './csv-join';

const app = new App();
new CsvJoinStack(app, 'CsvJoin', { bucketName: String(app.node.tryGetContext('bucketName') ?? 'my-customers') });
