import { CfnMapping, Stack, Token } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { Violation } from '../spec/violation';

/** Accounts that own a registry, by region. */
export type AccountByRegion = Readonly<Record<string, string>>;

/** Broken when the stack's region is known and AWS has no registry of that name there. */
export function checkRegion(stack: Stack, name: string, accounts: AccountByRegion): Violation[] {
  if (Token.isUnresolved(stack.region) || accounts[stack.region]) return [];
  return [{ rule: 'registry-region', path: 'containers.image', property: 'containers.image', value: stack.region, must: `is offered by AWS for '${name}' in other regions only`, mend: 'copy the image into a repository of your own and use ContainerImage.fromEcrRepository, or deploy to another region' }];
}

/** The account of the stack's region: a number where the region is known, else a mapping that is read at deploy. */
export function registryAccount(scope: Construct, name: string, accounts: AccountByRegion): string {
  const stack = Stack.of(scope);
  if (!Token.isUnresolved(stack.region)) return accounts[stack.region];
  const id = `${name.replace(/[^A-Za-z0-9]/g, '')}Registry`;
  const mapping = (stack.node.tryFindChild(id) as CfnMapping | undefined)
    // eslint-disable-next-line awscdk/no-variable-construct-id -- one mapping a registry
    ?? new CfnMapping(stack, id, { mapping: Object.fromEntries(Object.entries(accounts).map(([region, account]) => [region, { account }])) });
  return mapping.findInMap(stack.region, 'account');
}
