import type { Group, Plug } from '../../src/index.ts';

/** The plugs that a group may have channels of. */
export function groupPlugs({ rules }: Group): ReadonlySet<Plug> {
  const { channels = [], plugs = [], private: direct = [], shared = [], named = [], groups = [] } = rules;
  return new Set([
    ...[...channels, ...named].map(({ plug }) => plug),
    ...[...plugs, ...direct, ...shared],
    ...groups.flatMap((group) => [...groupPlugs(group)]),
  ]);
}
