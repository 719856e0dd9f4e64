import { gzipSync } from 'node:zlib';

export interface ArtifactFile {
  /** Path inside the archive, with forward slashes: `weights.bin`. */
  readonly name: string;
  readonly content: Uint8Array | string;
}

const BLOCK = 512;

/**
 * A `model.tar.gz` as SageMaker unpacks it into /opt/ml/model.
 * The same files give the same bytes: names are sorted, times and owners are zero, so the object changes only when the model does.
 */
export function modelArtifact(files: readonly ArtifactFile[]): Buffer {
  const archive = gzipSync(tar(files), { level: 9 });
  archive[9] = 255; // RFC 1952: "unknown" instead of the operating system that zlib was built for
  return archive;
}

/** POSIX ustar with regular files only. */
export function tar(files: readonly ArtifactFile[]): Buffer {
  const names = new Set(files.map((file) => file.name));
  if (names.size !== files.length) throw new Error(`an artifact holds each name once, got ${files.map((file) => file.name).join(', ')}`);
  const blocks: Buffer[] = [];
  for (const file of [...files].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const content = Buffer.from(file.content as Uint8Array);
    blocks.push(header(file.name, content.length), content, Buffer.alloc(-content.length & (BLOCK - 1)));
  }
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

function header(name: string, size: number): Buffer {
  const encoded = Buffer.from(name);
  if (!name || name.startsWith('/') || name.split('/').includes('..')) {
    throw new Error(`an artifact's file has a relative path without "..", got ${JSON.stringify(name)}`);
  }
  if (encoded.length > 100) throw new Error(`a name in a ustar archive has at most 100 bytes, got ${encoded.length}: ${name}`);
  if (size >= 8 ** 11) throw new Error(`a file in a ustar archive is smaller than 8 GiB, got ${size} bytes: ${name}`);
  const block = Buffer.alloc(BLOCK);
  encoded.copy(block, 0);
  octal(block, 100, 8, 0o644);
  octal(block, 108, 8, 0);
  octal(block, 116, 8, 0);
  octal(block, 124, 12, size);
  octal(block, 136, 12, 0);
  block.write('0', 156);
  block.write('ustar\0' + '00', 257);
  block.fill(' ', 148, 156); // the checksum counts its own field as blanks
  const checksum = block.reduce((sum, byte) => sum + byte, 0);
  block.write(checksum.toString(8).padStart(6, '0') + '\0 ', 148);
  return block;
}

function octal(block: Buffer, offset: number, width: number, value: number): void {
  block.write(value.toString(8).padStart(width - 1, '0'), offset);
}
