import { type APIPoll, PollLayoutType } from 'discord-api-types/v10';
import type { FieldPath, Form } from './form.ts';

/** Checks a poll (Poll Resource › Poll Create Request Object, Poll Media Object) and returns it as it will be shown. */
export function checkPoll(form: Form, value: unknown): APIPoll | undefined {
  if (value === undefined || value === null) return undefined;
  const path: FieldPath = ['poll'];
  const given = form.object(path, value);
  const media = (at: FieldPath, entry: unknown, max: number): string => {
    const text = form.object(at, entry)['text'];
    return form.required([...at, 'text'], text) ? (form.text([...at, 'text'], text, { min: 1, max }) ?? '') : '';
  };
  const question = media([...path, 'question'], given['question'], 300);
  const answers = form.list([...path, 'answers'], given['answers'], 10, 1).map((entry, index) => {
    const at = [...path, 'answers', index];
    return {
      answer_id: index + 1,
      poll_media: { text: media([...at, 'poll_media'], form.object(at, entry)['poll_media'], 55) },
    };
  });
  // Up to 32 days, 24 hours when not said.
  const hours = form.integer([...path, 'duration'], given['duration'], 1, 768) ?? 24;
  form.choice([...path, 'layout_type'], given['layout_type'], [PollLayoutType.Default]);
  return {
    question: { text: question },
    answers,
    expiry: new Date(Date.now() + hours * 3_600_000).toISOString(),
    allow_multiselect: form.boolean([...path, 'allow_multiselect'], given['allow_multiselect']) ?? false,
    layout_type: PollLayoutType.Default,
    results: { is_finalized: false, answer_counts: [] },
  };
}
