import { requireAccess } from '../../functions/require-access';
import { Authority, Services } from '../../services';
import { AwsError } from '../wire/aws-error';
import { Operations } from '../wire/http';

export interface MetricDatum {
  readonly namespace: string;
  readonly time: number;
  readonly datum: Readonly<Record<string, unknown>>;
}

/** So many data are kept; the older half goes when there are more. */
const MOST = 10_000;

/** Metrics are taken and kept as a log. Nothing is computed of them: alarms never change their state. */
export class CloudWatchService {
  private data: MetricDatum[] = [];

  constructor(private readonly options: Pick<Services, 'clock'>) {}

  put(namespace: string, data: ReadonlyArray<Readonly<Record<string, unknown>>>): void {
    const time = this.options.clock.now();
    this.data.push(...data.map((datum) => ({ namespace, time, datum })));
    if (this.data.length > MOST) this.data = this.data.slice(-MOST / 2);
  }

  read(namespace?: string): readonly MetricDatum[] {
    return this.data.filter((each) => namespace === undefined || each.namespace === namespace);
  }
}

export function cloudWatchOperations(cloudWatch: CloudWatchService, authority: Authority): Operations {
  return {
    PutMetricData: (input, { caller }) => {
      requireAccess(authority, { caller, action: 'cloudwatch:PutMetricData', resource: '*', context: { 'cloudwatch:namespace': String(input.Namespace) } }, 403);
      if (!input.Namespace) throw new AwsError('MissingRequiredParameterException', 'The parameter Namespace is required.');
      cloudWatch.put(input.Namespace, input.MetricData ?? []);
      return {};
    },
  };
}
