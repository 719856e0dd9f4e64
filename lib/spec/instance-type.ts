/** Sizes of each family that CreateTransformJob's enum lists; all carry the `ml.` prefix. */
const SIZES_BY_FAMILY: Readonly<Record<string, readonly string[]>> = {
  m4: ['xlarge', '2xlarge', '4xlarge', '10xlarge', '16xlarge'],
  c4: ['xlarge', '2xlarge', '4xlarge', '8xlarge'],
  p2: ['xlarge', '8xlarge', '16xlarge'],
  p3: ['2xlarge', '8xlarge', '16xlarge'],
  c5: ['xlarge', '2xlarge', '4xlarge', '9xlarge', '18xlarge'],
  m5: ['large', 'xlarge', '2xlarge', '4xlarge', '12xlarge', '24xlarge'],
  ...sixth(['m6i', 'c6i', 'r6i'], '32xlarge'),
  ...sixth(['m7i', 'c7i', 'r7i'], '48xlarge'),
  g4dn: ['xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'],
  g5: ['xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge', '48xlarge'],
  g6: ['xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge', '48xlarge'],
  trn1: ['2xlarge', '32xlarge'],
  inf2: ['xlarge', '8xlarge', '24xlarge', '48xlarge'],
};

function sixth(families: readonly string[], largest: string): Record<string, string[]> {
  const sizes = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge', largest];
  return Object.fromEntries(families.map((family) => [family, sizes]));
}

/** Families whose scratch volume is a local NVMe disk, as the SageMaker SDK's `instance_supports_kms` has it. */
const LOCAL_STORAGE = /^ml\.([a-z]+\d+[a-z]*d[a-z]*|g5[a-z]*|g6[a-z]*|p5[a-z]*|trn1[a-z]*)\./;

/** Families of the enum that have EBS volumes only, named in mends. */
export const EBS_ONLY_EXAMPLES = 'ml.c5, ml.m5, ml.c6i, ml.m6i, ml.p3, ml.inf2';

/** Whether the service knows the type for transform jobs. Its list grows: an unknown one is a warning, not an error. */
export function isKnownInstanceType(instanceType: string): boolean {
  const [prefix, family, size] = instanceType.split('.');
  return prefix === 'ml' && (SIZES_BY_FAMILY[family]?.includes(size) ?? false);
}

/**
 * Whether the type has local storage, which is encrypted by the hardware and refuses `VolumeKmsKeyId`.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_TransformResources.html
 */
export function hasLocalStorage(instanceType: string): boolean {
  return LOCAL_STORAGE.test(instanceType);
}
