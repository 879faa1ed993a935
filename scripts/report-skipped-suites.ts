import type { Reporter, TestModule, TestSuite } from 'vitest/node';

/**
 * Ends a test run with the suites that did not run, each by name, and the plain count. Where `TIELINE_REQUIRE_SERVERS=1`
 * is set, a skipped suite fails the run: there every server must be present.
 */
export class SkippedSuitesReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const skipped = modules.flatMap((module) => skippedSuites(module));
    let passed = 0;
    let failed = unhandledErrors.length;
    for (const module of modules) {
      failed += module.errors().length;
      // What a suite's beforeAll or afterAll threw.
      for (const suite of module.children.allSuites()) failed += suite.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        if (state === 'failed') failed += 1;
      }
    }
    if (skipped.length > 0) {
      const required = process.env['TIELINE_REQUIRE_SERVERS'] === '1';
      const why = required ? 'Skipped, though TIELINE_REQUIRE_SERVERS is set:' : 'Skipped suites:';
      process.stdout.write(`\n${[why, ...skipped.map((name) => `  ${name}`)].join('\n')}\n`);
      if (required) process.exitCode = 1;
    }
    process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
  }
}

/** The outermost describe blocks of which no test ran, with their file. */
function skippedSuites(parent: TestModule | TestSuite): string[] {
  const names: string[] = [];
  for (const suite of parent.children.suites()) {
    const tests = [...suite.children.allTests()];
    if (tests.length > 0 && suite.errors().length === 0 && tests.every((test) => test.result().state === 'skipped')) {
      names.push(`${suite.fullName} (${suite.module.relativeModuleId})`);
    } else {
      names.push(...skippedSuites(suite));
    }
  }
  return names;
}
