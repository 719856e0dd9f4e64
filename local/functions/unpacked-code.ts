import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import * as path from 'node:path';
import { unzipSync } from 'fflate';
import { AwsError } from '../aws/wire/aws-error';

/** Lambda's bound for an unpacked function. */
const UNZIPPED_LIMIT = 262_144_000;

export interface CodePackage {
  /** Base64, as GetFunction shows it. */
  readonly codeSha256: string;
  readonly codeSize: number;
  /** Below the code store's root. */
  readonly folder: string;
}

/**
 * Unpacked functions, one folder a function and code. The root has a `node_modules` link to the installed packages and its own
 * package.json: ES modules look for packages in the folders above only (they ignore NODE_PATH), and must not meet a foreign `type`.
 */
export class UnpackedCode {
  constructor(
    private readonly root: string,
    private readonly nodeModules: string,
  ) {}

  pathOf(code: CodePackage): string {
    return path.join(this.root, code.folder);
  }

  unpack(functionName: string, zip: Buffer): CodePackage {
    return this.store(functionName, zip, () => readZip(zip));
  }

  /** Code that stands in the template itself becomes `index.js`. */
  inline(functionName: string, text: string): CodePackage {
    const bytes = Buffer.from(text, 'utf8');
    return this.store(functionName, bytes, () => ({ 'index.js': bytes }));
  }

  remove(functionName: string): void {
    fs.rmSync(path.join(this.root, functionName), { recursive: true, force: true });
  }

  private store(functionName: string, bytes: Buffer, files: () => Record<string, Uint8Array>): CodePackage {
    const digest = createHash('sha256').update(bytes).digest();
    const code = { codeSha256: digest.toString('base64'), codeSize: bytes.length, folder: path.join(functionName, digest.toString('hex')) };
    const folder = this.pathOf(code);
    this.prepareRoot();
    if (fs.existsSync(folder)) return code;
    const entries = Object.entries(files());
    // Written beside and renamed, so that a folder that exists is whole.
    const fresh = `${folder}.new`;
    fs.rmSync(fresh, { recursive: true, force: true });
    fs.mkdirSync(fresh, { recursive: true });
    for (const [name, content] of entries) write(fresh, name, content);
    fs.renameSync(fresh, folder);
    return code;
  }

  private prepareRoot(): void {
    fs.mkdirSync(this.root, { recursive: true, mode: 0o700 });
    const link = path.join(this.root, 'node_modules');
    const linked = fs.lstatSync(link, { throwIfNoEntry: false }) && fs.readlinkSync(link);
    if (linked === this.nodeModules) return;
    // The folder may be older than this checkout.
    if (linked) fs.rmSync(link);
    fs.symlinkSync(this.nodeModules, link, 'dir');
    fs.writeFileSync(path.join(this.root, 'package.json'), '{}\n');
  }
}

function write(folder: string, name: string, content: Uint8Array): void {
  const file = path.resolve(folder, name);
  if (!file.startsWith(folder + path.sep)) throw new AwsError('InvalidParameterValueException', `The archive names a file outside of itself: ${name}`);
  if (name.endsWith('/')) {
    fs.mkdirSync(file, { recursive: true });
    return;
  }
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, content);
}

function readZip(zip: Buffer): Record<string, Uint8Array> {
  let size = 0;
  try {
    return unzipSync(zip, {
      filter: ({ originalSize }) => {
        size += originalSize;
        if (size > UNZIPPED_LIMIT) throw new AwsError('InvalidParameterValueException', `Unzipped size must be smaller than ${UNZIPPED_LIMIT} bytes`);
        return true;
      },
    });
  } catch (error) {
    if (error instanceof AwsError) throw error;
    throw new AwsError('InvalidParameterValueException', 'Could not unzip uploaded file. Please check your file, then try to upload again.');
  }
}
