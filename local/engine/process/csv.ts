/** Thrown with the words that the service's CSV reader uses. */
export class CsvError extends Error {}

/** Reads one line as a strict RFC 4180 row (rule 54). Leading blanks are data. */
export function parseCsvLine(line: string): string[] {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (line[at] === '"') {
      const { text, next } = quoted(line, at + 1);
      fields.push(text);
      if (next === line.length) return fields;
      if (line[next] !== ',') throw new CsvError(`extraneous or missing " in quoted field found near: ${line.slice(at)}`);
      at = next + 1;
    } else {
      const comma = line.indexOf(',', at);
      const field = comma < 0 ? line.slice(at) : line.slice(at, comma);
      if (field.includes('"')) throw new CsvError(`bare " in non quoted field found near: ${line.slice(at)}`);
      fields.push(field);
      if (comma < 0) return fields;
      at = comma + 1;
    }
  }
}

/** The text of a quoted field, and where the line goes on behind its closing quote. */
function quoted(line: string, from: number): { text: string; next: number } {
  let text = '';
  for (let at = from; ; ) {
    const quote = line.indexOf('"', at);
    if (quote < 0) throw new CsvError(`extraneous or missing " in quoted field found near: ${line.slice(from - 1)}`);
    text += line.slice(at, quote);
    if (line[quote + 1] !== '"') return { text, next: quote + 1 };
    text += '"';
    at = quote + 2;
  }
}

/** Rule 58: quoted only where it must be. */
export function writeCsvLine(fields: readonly string[]): string {
  return fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
