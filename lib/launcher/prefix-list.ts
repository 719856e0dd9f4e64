import { PREFIX_LIST_ATTRIBUTE } from '../spec/custom-resource';
import { Environment } from './environment';
import { CustomResourceEvent } from './event';
import { explain } from './explain';
import { failed, Handled, succeeded, untouchedId } from './handled';
import { CREATE_PATIENCE, patiently } from './patience';
import { LauncherPorts } from './ports';
import { serviceError } from './service-error';

/** AWS's managed prefix list of S3 in the region; its id is not the same anywhere, so it is asked for at deploy. */
export function s3PrefixListName(region: string): string {
  return `com.amazonaws.${region}.s3`;
}

export async function findPrefixList(event: CustomResourceEvent, ports: LauncherPorts, environment: Environment): Promise<Handled> {
  if (event.RequestType === 'Delete') return succeeded(untouchedId(event));
  const name = s3PrefixListName(environment.region);
  try {
    const id = await patiently('DescribeManagedPrefixLists', CREATE_PATIENCE, ports, () => ports.ec2.prefixListId(name));
    return id ? succeeded(id, { [PREFIX_LIST_ATTRIBUTE.id]: id }) : failed(untouchedId(event), `there is no managed prefix list ${name} in ${environment.region}; give the security group yourself`);
  } catch (thrown) {
    const surroundings = { constructPath: event.LogicalResourceId };
    return failed(untouchedId(event), explain({ operation: 'DescribeManagedPrefixLists', error: serviceError(thrown), surroundings, region: environment.region }));
  }
}
