import { s3PrefixListName } from '../prefix-list';
import { EgressRule } from '../ports';
import { Check, Finding, problem, unknown } from './check';

const HTTPS = 443;

/** The groups exist in the VPC, and one of them lets HTTPS out to S3. */
export const securityGroups: Check = {
  id: 'security-groups',
  async look({ surroundings, region }, { ec2 }) {
    const wanted = surroundings.securityGroupIds ?? [];
    if (wanted.length === 0) return [];
    const found = await ec2.securityGroups(wanted);
    const findings = wanted.flatMap((id): Finding[] => {
      const group = found.find((each) => each.id === id);
      if (!group) return [problem(`security group ${id} does not exist`)];
      const strange = surroundings.vpcId !== undefined && group.vpcId !== surroundings.vpcId;
      return strange ? [problem(`security group ${id} is in ${group.vpcId}, the subnets are in ${surroundings.vpcId}`)] : [];
    });
    const https = found.flatMap((group) => group.egress).filter(allowsHttps);
    if (found.length === 0 || https.some((rule) => rule.cidrs.includes('0.0.0.0/0'))) return findings;
    const lists = https.flatMap((rule) => rule.prefixListIds);
    const s3 = lists.length > 0 ? await ec2.prefixListId(s3PrefixListName(region)) : undefined;
    if (s3 !== undefined && lists.includes(s3)) return findings;
    const partly = https.some((rule) => rule.cidrs.length > 0 || rule.prefixListIds.length > 0);
    const names = wanted.join(', ');
    return [...findings, partly
      ? unknown(`${names} let TCP 443 out to some addresses; whether these are those of S3 was not proved`)
      : problem(`no rule of ${names} lets TCP 443 out; add egress to the S3 prefix list ${s3PrefixListName(region)}`)];
  },
};

function allowsHttps(rule: EgressRule): boolean {
  if (rule.protocol === '-1') return true;
  return (rule.protocol === 'tcp' || rule.protocol === '6') && (rule.fromPort ?? 0) <= HTTPS && HTTPS <= (rule.toPort ?? 65_535);
}
