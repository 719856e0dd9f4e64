import { notEmulated } from '../../wire/aws-error';
import { invalidValue, NetworkNoun, notFound } from '../ec2-errors';
import { Tags } from '../records';

type Value = string | number | boolean | undefined | readonly (string | number | boolean | undefined)[];
export type Filters<T> = Readonly<Record<string, (row: T) => Value>>;

/** Everything that tells one Describe operation from another. */
export interface Description<T> {
  readonly rows: () => readonly T[];
  /** Name of the output's list on the wire. */
  readonly set: string;
  readonly item: (row: T) => unknown;
  readonly filters: Filters<T>;
  readonly tags?: (row: T) => Tags;
  /** The input that names rows directly; a missing one is an error. */
  readonly ids?: { readonly parameter: string; readonly of: (row: T) => string; readonly missing: NetworkNoun | ((id: string) => Error) };
  /** Further inputs that change nothing here. */
  readonly ignored?: readonly string[];
}

type Input = Readonly<Record<string, any>>;

/** An operation that selects by ids and filters, and pages. */
export function describing<T>(description: Description<T>): (input: Input) => Record<string, unknown> {
  const known = new Set(['Filter', 'MaxResults', 'NextToken', 'DryRun', description.ids?.parameter, ...(description.ignored ?? [])]);
  return (input) => {
    const strange = Object.keys(input).find((name) => !known.has(name));
    if (strange) throw notEmulated(`the input ${strange} of the operation that answers ${description.set}`);
    const rows = filtered(named(description, input), description, input.Filter ?? []);
    const from = input.NextToken === undefined ? 0 : Number(input.NextToken);
    if (!Number.isInteger(from) || from < 0) throw invalidValue(`Value (${input.NextToken}) for parameter nextToken is invalid.`);
    const to = from + Number(input.MaxResults ?? 1000);
    return { [description.set]: rows.slice(from, to).map(description.item), nextToken: to < rows.length ? String(to) : undefined };
  };
}

function named<T>({ rows, ids }: Description<T>, input: Input): readonly T[] {
  const wanted: readonly string[] | undefined = ids && input[ids.parameter];
  if (!ids || !wanted) return rows();
  return wanted.map((id) => {
    const row = rows().find((one) => ids.of(one) === id);
    if (row === undefined) throw typeof ids.missing === 'function' ? ids.missing(id) : notFound(ids.missing, id);
    return row;
  });
}

/** A row passes when each filter has one value that one of the row's values matches; `*` and `?` are wildcards. */
function filtered<T>(rows: readonly T[], { filters, tags }: Description<T>, wanted: ReadonlyArray<{ Name: string; Value?: readonly string[] }>): readonly T[] {
  return wanted.reduce((left, { Name, Value = [] }) => {
    const valueOf = valueGetter(Name, filters, tags);
    const patterns = Value.map(pattern);
    return left.filter((row) => {
      const value = valueOf(row);
      const own = (Array.isArray(value) ? value : [value]).filter((one) => one !== undefined).map(String);
      return own.some((one) => patterns.some((matches) => matches.test(one)));
    });
  }, rows);
}

function valueGetter<T>(name: string, filters: Filters<T>, tags: Description<T>['tags']): (row: T) => Value {
  if (Object.hasOwn(filters, name)) return filters[name];
  if (tags && name === 'tag-key') return (row) => Object.keys(tags(row));
  if (tags && name.startsWith('tag:')) return (row) => tags(row)[name.slice('tag:'.length)];
  throw invalidValue(`The filter '${name}' is invalid`);
}

function pattern(text: string): RegExp {
  const escaped = text.replace(/[.+^${}()|[\]\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.');
  return new RegExp(`^${escaped}$`, 's');
}

export function tagSet(tags: Tags): Array<{ key: string; value: string }> {
  return Object.entries(tags).map(([key, value]) => ({ key, value }));
}
