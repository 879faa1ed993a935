import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../../scripts/package-entries.ts';

/** What a program that was run left behind. */
export interface Outcome {
  readonly code: number;
  /** Its standard output and error, one after the other. */
  readonly output: string;
}

/** The package as its users get it: packed, and installed from the tarball into an otherwise empty project. */
export class InstalledPackage {
  /** The project's folder. */
  readonly folder: string;
  /** The paths in the tarball. */
  readonly files: readonly string[];

  private constructor(folder: string, files: readonly string[]) {
    this.folder = folder;
    this.files = files;
  }

  /** Packs (which builds) and installs, without any optional peer. */
  static async create(): Promise<InstalledPackage> {
    const folder = mkdtempSync(join(tmpdir(), 'tieline-consumer-'));
    const packed = await npm(root, 'pack', '--json', '--silent', '--pack-destination', folder);
    const [{ filename, files }] = JSON.parse(packed.slice(packed.indexOf('[\n')));
    writeFileSync(join(folder, 'package.json'), '{ "name": "consumer", "private": true, "type": "module" }\n');
    writeFileSync(join(folder, '.npmrc'), readFileSync(join(root, '.npmrc')));
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--prefer-offline', '--silent'];
    await npm(folder, 'install', ...quiet, `./${filename}`);
    return new InstalledPackage(
      folder,
      files.map(({ path }: { path: string }) => path),
    );
  }

  /** Makes a package of the repository's own node_modules available to the project. */
  link(name: string): void {
    const target = join(this.folder, 'node_modules', name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), target);
  }

  write(path: string, content: string): void {
    writeFileSync(join(this.folder, path), content);
  }

  /** Runs a program of the project with the Node that runs the tests. */
  async node(...args: readonly string[]): Promise<Outcome> {
    return run(process.execPath, args, this.folder);
  }

  /** Compiles one file of the project, strict, as a Node package; gives the errors. */
  async typeErrors(file: string, skipLibCheck: boolean): Promise<string[]> {
    const compilerOptions = {
      ...{ target: 'es2022', lib: ['es2024', 'esnext.disposable'], module: 'nodenext', types: ['node'], noEmit: true },
      ...{ strict: true, exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true, skipLibCheck },
    };
    this.write('tsconfig.json', JSON.stringify({ compilerOptions, files: [file] }));
    const { output } = await this.node(join(root, 'node_modules/typescript/bin/tsc'), '-p', '.', '--pretty', 'false');
    return output.split('\n').filter((line) => / error TS\d+:|^error TS/.test(line));
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function run(program: string, args: readonly string[], cwd: string): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile(program, args, { cwd, maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      resolve({ code: error ? 1 : 0, output: stdout + stderr });
    });
  });
}

async function npm(cwd: string, ...args: readonly string[]): Promise<string> {
  const { code, output } = await run('npm', args, cwd);
  if (code !== 0) throw new Error(`npm ${args.join(' ')} failed in ${cwd}:\n${output}`);
  return output;
}
