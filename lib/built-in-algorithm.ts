import { AccountByRegion } from './private/registry-account';
import { OBJECT_DETECTION_ACCOUNTS } from './private/registry-accounts';

/**
 * Algorithms whose images AWS keeps in registries of its own.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/algos.html
 */
export class BuiltInAlgorithm {
  /** Object detection (single shot detector): one JPEG or PNG image a request, JSON out. Needs no `splitType`. */
  public static readonly OBJECT_DETECTION = new BuiltInAlgorithm('object-detection', '1', OBJECT_DETECTION_ACCOUNTS);

  private constructor(
    /** Name of the repository in the registry of each region. */
    public readonly repositoryName: string,
    /** Tag that is used when no version is asked for. */
    public readonly defaultVersion: string,
    /** @internal */
    public readonly _accounts: AccountByRegion,
  ) {}
}
