import { brokenPlugs } from './index.ts';

/** The table of README.md: each broken plug, and the tests that found it. */
export function brokenPlugTable(): string {
  const rows = brokenPlugs.map(({ fault, caughtBy: [meant, ...others] }) => {
    const consequences = others.length > 3 ? [...others.slice(0, 3), `and ${others.length - 3} more`] : others;
    return `| ${fault} | ${meant} | ${consequences.join('; ')} |`;
  });
  return ['| a plug that … | is found by | and in consequence |', '|---|---|---|', ...rows].join('\n');
}
