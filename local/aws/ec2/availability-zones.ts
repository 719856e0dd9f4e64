export interface AvailabilityZone {
  readonly zoneName: string;
  /** The same in all accounts: `use1-az1`. The order of the letters is shuffled for each AWS account; here it is not. */
  readonly zoneId: string;
}

const DIRECTIONS: Readonly<Record<string, string>> = { north: 'n', south: 's', east: 'e', west: 'w', central: 'c', northeast: 'ne', northwest: 'nw', southeast: 'se', southwest: 'sw' };

/** Three zones a region; us-east-1 has six. */
export function availabilityZones(region: string): AvailabilityZone[] {
  const letters = region === 'us-east-1' ? 'abcdef' : 'abc';
  return [...letters].map((letter, index) => ({ zoneName: `${region}${letter}`, zoneId: `${shortName(region)}-az${index + 1}` }));
}

function shortName(region: string): string {
  return region.split('-').map((part) => DIRECTIONS[part] ?? part).join('');
}
