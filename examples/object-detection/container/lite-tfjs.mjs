// Stands in for `@tensorflow/tfjs`, of which the detector needs the core and its chained operations only (90 MB instead of 290 MB to install).
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';

export * from '@tensorflow/tfjs-core';
