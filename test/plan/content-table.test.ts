import { describe, expect, it } from 'vitest';
import { contentTable } from '../../scripts/docs/content-page.ts';
import { profileNames, profiles } from './profiles.ts';

describe('the table of content and networks', () => {
  const rows = contentTable(profileNames.map((name) => ({ name, capabilities: profiles[name] })))
    .split('\n')
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  const cell = (kind: string, name: (typeof profileNames)[number]): string | undefined =>
    rows.find(([first]) => first === kind)?.[1 + profileNames.indexOf(name)];

  it('says for every kind and every network what becomes of it', () => {
    expect(rows.length).toBeGreaterThan(25);
    for (const cells of rows.slice(2)) {
      expect(cells).toHaveLength(1 + profileNames.length);
      expect(cells, cells[0]).not.toContain('');
    }
  });

  it.each([
    ['text: plain', 'sms', 'native'],
    ['text: bold', 'full', 'native'],
    ['text: bold', 'plain', 'text'],
    ['text: very long', 'irc', 'native'],
    ['text: very long', 'sms', 'cut'],
    ['another author', 'full', 'native'],
    ['another author', 'irc', 'prefix'],
    ['answer, its copy known', 'html', 'native'],
    ['answer, its copy unknown', 'html', 'quoted'],
    ['file with a public address', 'album', 'native'],
    ['file with a public address', 'irc', 'link'],
    ['file without an address', 'irc', 'text'],
    ['file of 10 GB with an address', 'full', 'link'],
    ['card', 'full', 'native'],
    ['edit', 'album', 'native for 48 h'],
    ['edit', 'sms', 'correction'],
    ['reaction', 'plain', 'notice'],
  ] as const)('%s on %s: %s', (kind, name, expected) => {
    expect(cell(kind, name)).toBe(expected);
  });
});
