import { AllowedMentionsTypes, type APIAllowedMentions } from 'discord-api-types/v10';
import type { FieldPath, Form } from './form.ts';

const kinds = Object.values(AllowedMentionsTypes);

/** Checks whom a message may ping (Message Resource › Allowed Mentions Object). */
export function checkAllowedMentions(form: Form, value: unknown): APIAllowedMentions | undefined {
  if (value === undefined || value === null) return undefined;
  const path: FieldPath = ['allowed_mentions'];
  const given = form.object(path, value);
  const parse = form
    .list([...path, 'parse'], given['parse'], kinds.length)
    .map((kind, index) => form.choice([...path, 'parse', index], kind, kinds))
    .filter((kind) => kind !== undefined);
  const ids = (key: 'users' | 'roles'): string[] => {
    const list = form.list([...path, key], given[key], 100);
    // The same entities cannot be both parsed and listed; an empty list is no conflict.
    if (list.length > 0 && parse.includes(key as AllowedMentionsTypes)) {
      form.fail(
        path,
        'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
        `parse:["${key}"] and ${key}: [ids...] are mutually exclusive.`,
      );
    }
    return list.map((id, index) => form.snowflake([...path, key, index], id) ?? '');
  };
  const repliedUser = form.boolean([...path, 'replied_user'], given['replied_user']);
  return {
    ...(given['parse'] !== undefined && { parse }),
    ...(given['users'] !== undefined && { users: ids('users') }),
    ...(given['roles'] !== undefined && { roles: ids('roles') }),
    ...(repliedUser !== undefined && { replied_user: repliedUser }),
  };
}
