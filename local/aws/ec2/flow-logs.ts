import { invalidValue } from './ec2-errors';
import { Network } from './network';
import { FlowLogRecord } from './records';
import { resourceId } from './resource-id';

/** Recorded: there are no packets here that could be logged. */
export class FlowLogs {
  constructor(private readonly network: Network) {}

  create(settings: Omit<FlowLogRecord, 'flowLogId' | 'creationTime'>): FlowLogRecord {
    const { resourceId: id, resourceType } = settings;
    if (resourceType === 'VPC') this.network.vpcs.require(id);
    else if (resourceType === 'Subnet') this.network.subnets.require(id);
    else if (resourceType === 'NetworkInterface') this.network.networkInterfaces.require(id);
    else throw invalidValue(`flow logs of resource type ${resourceType} are not emulated: VPC, Subnet and NetworkInterface are`);
    return this.network.flowLogs.put({ ...settings, flowLogId: resourceId('fl'), creationTime: this.network.now() });
  }

  tag(flowLogId: string, tags: FlowLogRecord['tags']): void {
    this.network.flowLogs.put({ ...this.network.flowLogs.require(flowLogId), tags });
  }

  delete(flowLogId: string): void {
    this.network.flowLogs.delete(flowLogId);
  }
}
