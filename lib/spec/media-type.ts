/** The formats that `DataProcessing` understands. */
export type DataFormat = 'csv' | 'json' | 'jsonlines';

const FORMATS: Readonly<Record<string, DataFormat>> = {
  'text/csv': 'csv',
  'application/json': 'json',
  'application/jsonlines': 'jsonlines',
};

export const DATA_FORMAT_TYPES = Object.keys(FORMATS);

/** Format of a MIME type; parameters and case do not matter. Undefined: none that can be filtered or joined. */
export function formatOf(contentType: string | undefined): DataFormat | undefined {
  return contentType === undefined ? undefined : FORMATS[contentType.split(';')[0].trim().toLowerCase()];
}
