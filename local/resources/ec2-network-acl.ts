import { Ec2Service } from '../aws/ec2/ec2-service';
import { NetworkAclEntryRecord } from '../aws/ec2/records';
import { integer, tagsOf, truth } from './ec2-properties';
import { ResourceHandler } from './handler';

type Properties = Readonly<Record<string, any>>;

export function networkAclHandlers(ec2: Ec2Service): ResourceHandler[] {
  return [networkAcl(ec2), networkAclEntry(ec2), networkAclAssociation(ec2)];
}

function networkAcl({ networkAcls }: Ec2Service): ResourceHandler {
  const result = (id: string) => ({ physicalId: id, attributes: { Id: id } });
  return {
    type: 'AWS::EC2::NetworkAcl',
    properties: ['VpcId', 'Tags'],
    create: (properties, context) => result(networkAcls.create(properties.VpcId, tagsOf(properties, context)).networkAclId),
    update: (physicalId, properties, _old, context) => {
      networkAcls.tag(physicalId, tagsOf(properties, context));
      return result(physicalId);
    },
    delete: (physicalId) => networkAcls.delete(physicalId),
  };
}

function networkAclEntry({ networkAcls }: Ec2Service): ResourceHandler {
  const entry = (properties: Properties): NetworkAclEntryRecord => ({
    ruleNumber: Number(properties.RuleNumber),
    egress: truth(properties.Egress) ?? false,
    protocol: String(properties.Protocol),
    ruleAction: properties.RuleAction,
    cidrBlock: properties.CidrBlock,
    ipv6CidrBlock: properties.Ipv6CidrBlock,
    portRange: properties.PortRange && { from: integer(properties.PortRange.From)!, to: integer(properties.PortRange.To)! },
    icmp: properties.Icmp && { type: integer(properties.Icmp.Type)!, code: integer(properties.Icmp.Code)! },
  });
  const result = (properties: Properties) => {
    const id = [properties.NetworkAclId, properties.RuleNumber, truth(properties.Egress) ?? false].join('|');
    return { physicalId: id, attributes: { Id: id } };
  };
  return {
    type: 'AWS::EC2::NetworkAclEntry',
    properties: ['NetworkAclId', 'RuleNumber', 'Egress', 'Protocol', 'RuleAction', 'CidrBlock', 'Ipv6CidrBlock', 'PortRange', 'Icmp'],
    create: (properties) => {
      networkAcls.createEntry(properties.NetworkAclId, entry(properties));
      return result(properties);
    },
    update: (_physicalId, properties) => {
      networkAcls.replaceEntry(properties.NetworkAclId, entry(properties));
      return result(properties);
    },
    delete: (physicalId) => {
      const [networkAclId, ruleNumber, egress] = physicalId.split('|');
      networkAcls.deleteEntry(networkAclId, Number(ruleNumber), egress === 'true');
    },
  };
}

function networkAclAssociation({ networkAcls }: Ec2Service): ResourceHandler {
  return {
    type: 'AWS::EC2::SubnetNetworkAclAssociation',
    properties: ['NetworkAclId', 'SubnetId'],
    create: ({ NetworkAclId, SubnetId }) => {
      const id = networkAcls.associate(NetworkAclId, SubnetId);
      return { physicalId: id, attributes: { AssociationId: id } };
    },
    delete: (physicalId) => networkAcls.disassociate(physicalId),
  };
}
