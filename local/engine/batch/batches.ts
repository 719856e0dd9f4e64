import { BatchStrategy } from '../../../lib/spec/vocabulary';
import { DataProcessing } from '../process/data-processing';
import { TransformSettings } from '../settings';
import { splitterOf, Splitter } from '../split/splitter';
import { Batch, Item } from './batch';
import { packItems } from './pack-items';
import { packRaw } from './pack-raw';

type Prepare = NonNullable<DataProcessing['prepare']>;

/** Cuts an object's bytes into requests. */
export function batchesOf(chunks: AsyncIterable<Buffer>, settings: TransformSettings, processing: DataProcessing | undefined): AsyncGenerator<Batch> {
  const splitter = splitterOf(settings.splitType);
  const slabs = splitter.split(chunks, settings.maxPayload);
  const single = settings.batchStrategy === BatchStrategy.SINGLE_RECORD;
  if (!single && !processing?.prepare) return packRaw(slabs, settings.maxPayload, splitter);
  return packItems(items(slabs, splitter, processing?.prepare ?? ((body) => ({ body }))), settings.maxPayload, single);
}

async function* items(slabs: ReturnType<Splitter['split']>, splitter: Splitter, prepare: Prepare): AsyncGenerator<Item> {
  let number = 0;
  for await (const { data, ends } of slabs) {
    let from = 0;
    for (const end of ends) {
      number += 1;
      const item = prepare(splitter.payload(data.subarray(from, end)), number);
      if (item) yield item;
      from = end;
    }
  }
}
