import type { Reporter, TestModule } from 'vitest/node';

/** A vitest reporter that says at the end of a run which suites were skipped for want of a server, each by name. */
export class SkippedReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const titles = modules.flatMap((module) =>
      [...module.children.allSuites()].map((suite) => suite.name).filter((name) => name.includes(' [skipped: ')),
    );
    if (titles.length === 0) return;
    process.stdout.write(`\nSkipped, because a server is not installed here:\n`);
    for (const title of titles) process.stdout.write(`  ${title}\n`);
  }
}
