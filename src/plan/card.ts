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
  const before = composition.segments.length;
  if (card.author) composition.line([{ text: oneLine(card.author) }]);
  titleLine(card, composition);
  if (card.body !== undefined && !isBlank(card.body)) composition.line(composition.local(card.body));
  else if (summary !== '') composition.line([{ text: summary }]);
  for (const { name, value } of card.fields ?? []) {
    composition.line([composition.marked(`${oneLine(name)}:`, 'bold'), { text: ` ${value.trim()}` }]);
  }
  for (const picture of [card.image, card.thumbnail]) {
    if (picture === undefined) continue;
    if (isPublicUrl(picture)) composition.line([composition.address(picture)]);
    else composition.lose('picture', 'dropped');
  }
  if (card.footer) composition.line([composition.marked(oneLine(card.footer), 'italic')]);
  if (composition.segments.length === before) composition.line([{ text: '[card]' }]);
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

function titleLine(card: Card, composition: Composition): void {
  const title = oneLine(card.title ?? '');
  if (title !== '') composition.line([composition.marked(title, 'bold'), ...linkAfter(card, composition)]);
  else if (isPublicUrl(card.link)) composition.line([composition.address(card.link)]);
  else if (card.link !== undefined) composition.lose('link', 'dropped');
}

function linkAfter(card: Card, composition: Composition): Segment[] {
  if (card.link === undefined) return [];
  if (isPublicUrl(card.link)) return [{ text: ' (' }, composition.address(card.link), { text: ')' }];
  composition.lose('link', 'dropped');
  return [];
}

function isBlank(text: RichText): boolean {
  return String(text).trim() === '';
}
