// Read as text by architecture.test.ts: two imports that the kernel may not have.
import { Stack } from 'aws-cdk-lib';
import { FrontDoor } from '../../local/aws/wire/front-door';

export const unused = [Stack, FrontDoor];
