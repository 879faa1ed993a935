import * as errors from '../../src/errors.ts';

type Constructor = new (message: string, options: object) => errors.TielineError;

/** docs/errors.md: every code, its class, and what a caller may conclude from it. */
export function errorsPage(): string {
  const classes = Object.entries(errors).filter(([name]) => name.endsWith('Error') && name !== 'TielineError');
  const samples = classes.map(([, made]) => new (made as Constructor)('', {}));
  const rows = Object.entries(errors.errorCodes).map(([code, meaning]) => {
    const sample = samples.find((error) => error.code === code);
    if (sample === undefined) throw new Error(`src/errors.ts has no class with the code ${code}`);
    const fields = Object.keys(sample).filter((key) => !['code', 'retryable', 'certain', 'name'].includes(key));
    const cells = [`\`${code}\``, `\`${sample.name}\``, meaning, yesOrNo(sample.retryable), yesOrNo(sample.certain)];
    return `| ${[...cells, fields.map((field) => `\`${field}\``).join(', ')].join(' | ')} |`;
  });
  return `# Errors

Every error that tieline throws is a \`TielineError\`. Branch on its \`code\`, which never changes; the text may.

- \`cause\` is what it came from, where there is such a thing.
- \`retryable\`: the same call may succeed later.
- \`certain\`: it is certain that nothing was sent. False: it may have been sent, and a retry may double it.

The values of the last two are defaults; an error may be made with others.

| code | class | what it means | retryable | certain | its own fields |
|---|---|---|---|---|---|
${rows.join('\n')}
`;
}

const yesOrNo = (value: boolean): string => (value ? 'yes' : 'no');
