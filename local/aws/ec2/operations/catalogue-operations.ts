import { AwsError, notEmulated } from '../../wire/aws-error';
import { AvailabilityZone, availabilityZones } from '../availability-zones';
import { invalidValue } from '../ec2-errors';
import { Ec2Service } from '../ec2-service';
import { INSTANCE_TYPES, InstanceType } from '../instance-types';
import { describing } from './describe';

/** What the region offers, whoever asks. */
export function catalogueDescriptions({ network }: Ec2Service) {
  const { region } = network;
  const zones = availabilityZones(region);
  return {
    DescribeAvailabilityZones: describing<AvailabilityZone>({
      rows: () => zones,
      set: 'availabilityZoneInfo',
      ids: { parameter: 'ZoneName', of: (zone) => zone.zoneName, missing: (name) => invalidValue(`Invalid availability zone: [${name}]`) },
      ignored: ['AllAvailabilityZones'],
      filters: {
        'zone-name': (zone) => zone.zoneName,
        'zone-id': (zone) => zone.zoneId,
        'region-name': () => region,
        'group-name': () => region,
        state: () => 'available',
        'zone-type': () => 'availability-zone',
        'opt-in-status': () => 'opt-in-not-required',
      },
      item: (zone) => ({ ...zone, zoneState: 'available', regionName: region, groupName: region, networkBorderGroup: region, zoneType: 'availability-zone', optInStatus: 'opt-in-not-required', messageSet: [] }),
    }),
    DescribeInstanceTypes: describing<InstanceType>({
      rows: () => INSTANCE_TYPES,
      set: 'instanceTypeSet',
      ids: { parameter: 'InstanceType', of: (type) => type.instanceType, missing: (name) => new AwsError('InvalidInstanceType', `The following supplied instance types do not exist: [${name}]`) },
      filters: {
        'instance-type': (type) => type.instanceType,
        'instance-storage-supported': (type) => type.instanceStorageSupported,
        'current-generation': (type) => type.currentGeneration,
        'vcpu-info.default-vcpus': (type) => type.vCpus,
        'memory-info.size-in-mib': (type) => type.memoryMiB,
        'processor-info.supported-architecture': () => 'x86_64',
      },
      item: (type) => ({
        instanceType: type.instanceType,
        currentGeneration: type.currentGeneration,
        instanceStorageSupported: type.instanceStorageSupported,
        instanceStorageInfo: type.instanceStorageSupported ? { nvmeSupport: 'required', encryptionSupport: 'required' } : undefined,
        processorInfo: { supportedArchitectures: ['x86_64'] },
        vCpuInfo: { defaultVCpus: type.vCpus },
        memoryInfo: { sizeInMiB: type.memoryMiB },
      }),
    }),
    /** Every type is offered in every zone here; on AWS that differs by zone. */
    DescribeInstanceTypeOfferings: (input: Readonly<Record<string, any>>) => {
      const { LocationType: locationType = 'region', ...rest } = input;
      const locations: Readonly<Record<string, readonly string[]>> = {
        region: [region],
        'availability-zone': zones.map(({ zoneName }) => zoneName),
        'availability-zone-id': zones.map(({ zoneId }) => zoneId),
      };
      if (!Object.hasOwn(locations, locationType)) throw notEmulated(`instance type offerings by ${locationType}`);
      return describing<{ instanceType: string; location: string }>({
        rows: () => INSTANCE_TYPES.flatMap(({ instanceType }) => locations[locationType].map((location) => ({ instanceType, location }))),
        set: 'instanceTypeOfferingSet',
        filters: { 'instance-type': (offering) => offering.instanceType, location: (offering) => offering.location },
        item: (offering) => ({ ...offering, locationType }),
      })(rest);
    },
    DescribeAccountAttributes: describing<{ name: string; value: string }>({
      rows: () => [{ name: 'supported-platforms', value: 'VPC' }, { name: 'default-vpc', value: 'none' }],
      set: 'accountAttributeSet',
      ids: { parameter: 'AttributeName', of: ({ name }) => name, missing: (name) => notEmulated(`the account attribute ${name}`) },
      filters: {},
      item: ({ name, value }) => ({ attributeName: name, attributeValueSet: [{ attributeValue: value }] }),
    }),
  };
}
