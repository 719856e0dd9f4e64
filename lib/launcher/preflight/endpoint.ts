import { Check, problem } from './check';

/** The S3 endpoint is there, of the gateway type and in service. */
export const endpoint: Check = {
  id: 'endpoint',
  async look({ surroundings: { vpcEndpointId, vpcId } }, { ec2 }) {
    if (!vpcEndpointId) return [];
    const found = await ec2.endpoint(vpcEndpointId);
    if (!found) return [problem(`endpoint ${vpcEndpointId} does not exist; the endpoint was deleted or belongs to another region`)];
    return [
      ...(found.state.toLowerCase() === 'available' ? [] : [problem(`endpoint ${vpcEndpointId} is ${found.state}, not available; deploy again when it is`)]),
      ...(found.type === 'Gateway' ? [] : [problem(`endpoint ${vpcEndpointId} is of type ${found.type}, must be Gateway`)]),
      ...(!vpcId || found.vpcId === vpcId ? [] : [problem(`endpoint ${vpcEndpointId} is in ${found.vpcId}, the subnets are in ${vpcId}`)]),
    ];
  },
};
