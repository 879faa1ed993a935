import { displayName, type User } from '../../../src/index.ts';

/** Words that the name of a webhook may not contain (Webhook Resource › Create Webhook). */
const refused = /(discor)(d)|(clyd)(e)/gi;
/** Names that it may not be (Users Resource › Usernames and Nicknames). */
const reserved = /^(?:everyone|here)$/i;
/** The longest name of a webhook, in code points (Webhook Resource › Create Webhook). */
const maxName = 80;
/** U+200A HAIR SPACE parts a word that Discord refuses, so that it still reads the same. */
const hairSpace = '\u200a';

/** The name under which a webhook shows an author: theirs, but for what Discord refuses. */
export function webhookName(user: User): string {
  const name = displayName(user)
    .replace(refused, (_, d1 = '', d2 = '', c1 = '', c2 = '') => `${d1}${c1}${hairSpace}${d2}${c2}`)
    .replace(/\s+/g, (space) => (space === hairSpace ? space : ' '))
    .trim();
  const cut = Array.from(name).slice(0, maxName).join('').trim();
  if (cut === '') return '(no name)';
  return reserved.test(cut) ? `${cut[0]}${hairSpace}${cut.slice(1)}` : cut;
}
