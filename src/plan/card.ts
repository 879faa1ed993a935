import type { Card } from '../model/card.ts';
import { RichText } from '../text/rich-text.ts';
import type { Segment } from '../text/segment.ts';
import type { Composition } from './composition.ts';
import { isPublicUrl } from './credential-url.ts';
import { oneLine } from './words.ts';

/** Shows a card as lines of text, or as its summary where there is room for no more. */
export function cardLines(card: Card, composition: Composition): void {
  const summary = oneLine(card.summary ?? '');
  if (composition.terse && summary !== '') {
    composition.lose('card', 'summary');
    composition.line([{ text: summary }, ...linkAfter(card, composition)]);
    return;
  }
  composition.lose('card', 'text');
  const lines: (readonly Segment[])[] = [
    plain(card.author),
    titleLine(card, composition),
    card.body === undefined || isBlank(card.body) ? plain(card.summary) : composition.local(card.body),
    ...(card.fields ?? []).map(({ name, value }) => [
      composition.marked(`${oneLine(name)}:`, 'bold'),
      { text: ` ${value.trim()}` },
    ]),
    ...[card.image, card.thumbnail].map((picture) => pictureLine(picture, composition)),
    card.footer ? [composition.marked(oneLine(card.footer), 'italic')] : [],
  ];
  const shown = lines.filter((line) => line.length > 0);
  composition.block(shown.length > 0 ? shown : [[{ text: '[card]' }]]);
}

/** A card as a network with cards gets it: its body in the network's marks, no address that carries a secret. */
export function nativeCard(card: Card, composition: Composition): Card {
  const { body, image, thumbnail, link, ...rest } = card;
  const kept: { -readonly [K in 'body' | 'image' | 'thumbnail' | 'link']?: Card[K] } = {};
  if (body !== undefined) kept.body = new RichText(composition.local(body));
  if (isPublicUrl(image)) kept.image = image;
  if (isPublicUrl(thumbnail)) kept.thumbnail = thumbnail;
  if (isPublicUrl(link)) kept.link = link;
  for (const [what, address, shown] of [
    ['picture', image, kept.image],
    ['picture', thumbnail, kept.thumbnail],
    ['link', link, kept.link],
  ]) {
    if (address !== undefined && shown === undefined) composition.lose(String(what), 'dropped');
  }
  return { ...rest, ...(kept as Card) };
}

function plain(text: string = ''): readonly Segment[] {
  const line = oneLine(text);
  return line === '' ? [] : [{ text: line }];
}

function titleLine(card: Card, composition: Composition): readonly Segment[] {
  const title = oneLine(card.title ?? '');
  if (title !== '') return [composition.marked(title, 'bold'), ...linkAfter(card, composition)];
  if (isPublicUrl(card.link)) return [{ text: card.link }];
  if (card.link !== undefined) composition.lose('link', 'dropped');
  return [];
}

function pictureLine(picture: string | undefined, composition: Composition): readonly Segment[] {
  if (isPublicUrl(picture)) return [{ text: picture }];
  if (picture !== undefined) composition.lose('picture', 'dropped');
  return [];
}

function linkAfter(card: Card, composition: Composition): Segment[] {
  if (card.link === undefined) return [];
  if (isPublicUrl(card.link)) return [{ text: ` (${card.link})` }];
  composition.lose('link', 'dropped');
  return [];
}

function isBlank(text: RichText): boolean {
  return String(text).trim() === '';
}
