/** An EC2 type whose `ml.` twin runs transform jobs. */
export interface InstanceType {
  readonly instanceType: string;
  readonly vCpus: number;
  readonly memoryMiB: number;
  /** Local NVMe disks, encrypted by the hardware: a volume key is refused. */
  readonly instanceStorageSupported: boolean;
  readonly gpus: boolean;
  readonly currentGeneration: boolean;
}

interface Family {
  readonly sizes: readonly string[];
  /** GiB for each vCPU, where the family has one ratio. */
  readonly memoryRatio: number;
  /** Sizes off the rule: [vCPUs, GiB]. */
  readonly odd?: Readonly<Record<string, readonly [vCpus: number, gib: number]>>;
  readonly instanceStorage?: true;
  readonly gpus?: true;
  readonly previousGeneration?: true;
}

const SIXTH = ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge', '32xlarge'];
const SEVENTH = [...SIXTH.slice(0, -1), '48xlarge'];
const GRAPHICS = ['xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge', '48xlarge'];

/** Families that TransformInstanceType lists, with EC2's figures. */
const FAMILIES: Readonly<Record<string, Family>> = {
  m4: { sizes: ['large', 'xlarge', '2xlarge', '4xlarge', '10xlarge', '16xlarge'], memoryRatio: 4, previousGeneration: true },
  c4: { sizes: ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge'], memoryRatio: 1.875, odd: { '8xlarge': [36, 60] }, previousGeneration: true },
  p2: { sizes: ['xlarge', '8xlarge', '16xlarge'], memoryRatio: 15.25, odd: { '16xlarge': [64, 732] }, gpus: true, previousGeneration: true },
  p3: { sizes: ['2xlarge', '8xlarge', '16xlarge'], memoryRatio: 7.625, gpus: true },
  c5: { sizes: ['large', 'xlarge', '2xlarge', '4xlarge', '9xlarge', '12xlarge', '18xlarge', '24xlarge'], memoryRatio: 2 },
  m5: { sizes: ['large', 'xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge', '24xlarge'], memoryRatio: 4 },
  m6i: { sizes: SIXTH, memoryRatio: 4 },
  c6i: { sizes: SIXTH, memoryRatio: 2 },
  r6i: { sizes: SIXTH, memoryRatio: 8 },
  m7i: { sizes: SEVENTH, memoryRatio: 4 },
  c7i: { sizes: SEVENTH, memoryRatio: 2 },
  r7i: { sizes: SEVENTH, memoryRatio: 8 },
  g4dn: { sizes: ['xlarge', '2xlarge', '4xlarge', '8xlarge', '12xlarge', '16xlarge'], memoryRatio: 4, instanceStorage: true, gpus: true },
  g5: { sizes: GRAPHICS, memoryRatio: 4, instanceStorage: true, gpus: true },
  g6: { sizes: GRAPHICS, memoryRatio: 4, instanceStorage: true, gpus: true },
  trn1: { sizes: ['2xlarge', '32xlarge'], memoryRatio: 4, instanceStorage: true },
  inf2: { sizes: ['xlarge', '8xlarge', '24xlarge', '48xlarge'], memoryRatio: 4 },
};

export const INSTANCE_TYPES: readonly InstanceType[] = Object.entries(FAMILIES).flatMap(([family, facts]) =>
  facts.sizes.map((size) => {
    const [vCpus, gib] = facts.odd?.[size] ?? [vCpusOf(size), vCpusOf(size) * facts.memoryRatio];
    return {
      instanceType: `${family}.${size}`,
      vCpus,
      memoryMiB: gib * 1024,
      instanceStorageSupported: facts.instanceStorage === true,
      gpus: facts.gpus === true,
      currentGeneration: !facts.previousGeneration,
    };
  }),
);

/** `large` has two, `xlarge` four, `9xlarge` thirty-six. */
function vCpusOf(size: string): number {
  return size === 'large' ? 2 : 4 * Number(/^(\d*)xlarge$/.exec(size)![1] || 1);
}
