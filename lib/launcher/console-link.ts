/** Region of any ARN that has one: `arn:aws:sagemaker:us-east-1:…`. */
export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

/** The console's list of the job's log streams; their names start with the job's name. */
export function logsLink(region: string, jobName: string): string {
  return `https://${region}.${consoleHost(region)}/cloudwatch/home?region=${region}#logStream:group=/aws/sagemaker/TransformJobs;prefix=${jobName};streamFilter=typeLogStreamPrefix`;
}

function consoleHost(region: string): string {
  if (region.startsWith('cn-')) return 'console.amazonaws.cn';
  return region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com';
}
