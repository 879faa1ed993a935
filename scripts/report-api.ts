// Writes the public surface of every entry to api/, from the built declarations; with --check, fails where it changed.
import { globSync, mkdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Extractor, ExtractorConfig, type ExtractorMessage } from '@microsoft/api-extractor';
import { type PackageEntry, packageEntries, root } from './package-entries.ts';

const check = process.argv.includes('--check');
const reportFolder = join(root, 'api');
const reportTempFolder = join(root, 'temp/api');
mkdirSync(reportFolder, { recursive: true });

const reportName = ({ built }: PackageEntry): string =>
  built.replace(/\/?index$/, '').replaceAll('/', '-') || 'tieline';

/** Reports one entry; true where it equals the report that is committed. */
function report(entry: PackageEntry): boolean {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(root, 'package.json'),
    configObject: {
      projectFolder: root,
      mainEntryPointFilePath: join(root, 'dist/types', entry.source.replace(/\.ts$/, '.d.ts')),
      newlineKind: 'lf',
      compiler: {
        overrideTsconfig: {
          compilerOptions: {
            target: 'es2022',
            lib: ['es2024', 'esnext.disposable', 'esnext.array', 'esnext.iterator'],
            module: 'nodenext',
            moduleResolution: 'nodenext',
            types: ['node'],
            strict: true,
            skipLibCheck: true,
          },
          include: ['dist/types'],
        },
      },
      apiReport: { enabled: true, reportFileName: reportName(entry), reportFolder, reportTempFolder },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: 'warning' as never } },
        extractorMessageReporting: {
          default: { logLevel: 'warning' as never, addToApiReportFile: true },
          // There is one tier of releases: what is exported is public.
          'ae-missing-release-tag': { logLevel: 'none' as never },
          'ae-undocumented': { logLevel: 'none' as never },
          // The others are declared in terms of the core, which has a report of its own.
          ...(entry.subpath === '.' ? {} : { 'ae-forgotten-export': { logLevel: 'none' as never } }),
          'ae-unresolved-link': { logLevel: 'none' as never },
        },
        tsdocMessageReporting: { default: { logLevel: 'none' as never } },
      },
    },
  });
  const result = Extractor.invoke(config, { localBuild: !check, messageCallback: quiet });
  if (result.errorCount > 0) throw new Error(`api-extractor found ${result.errorCount} errors in ${entry.subpath}`);
  return !result.apiReportChanged;
}

/** Leaves the warnings to the report and prints nothing else but errors. */
function quiet(message: ExtractorMessage): void {
  message.handled = message.logLevel !== 'error';
}

const entries = packageEntries();
const changed = entries.filter((entry) => !report(entry)).map(({ subpath }) => subpath);
const expected = new Set(entries.map((entry) => `${reportName(entry)}.api.md`));
const stale = globSync('*.api.md', { cwd: reportFolder }).filter((name) => !expected.has(basename(name)));

if (!check) for (const name of stale) rmSync(join(reportFolder, name));
if (check && (changed.length > 0 || stale.length > 0)) {
  const lines = [...changed.map((name) => `changed: ${name}`), ...stale.map((name) => `no longer an entry: ${name}`)];
  process.stderr.write(`The public API is not what api/ says. If that is meant, run \`npm run api\` and commit it.\n`);
  process.stderr.write(`${lines.join('\n')}\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`${entries.length} API reports ${check ? 'unchanged' : `written, ${changed.length} changed`}\n`);
}
