/** What the elements of HTML mean for a text. */
type Toggle = 'bold' | 'italic' | 'underline' | 'strike' | 'code' | 'spoiler';

/** Elements that are a mark within a line. */
export const inlineMarks: ReadonlyMap<string, Toggle> = new Map<string, Toggle>([
  ['b', 'bold'],
  ['strong', 'bold'],
  ['i', 'italic'],
  ['em', 'italic'],
  ['u', 'underline'],
  ['ins', 'underline'],
  ['s', 'strike'],
  ['del', 'strike'],
  ['strike', 'strike'],
  ['code', 'code'],
  ['tt', 'code'],
  ['kbd', 'code'],
  ['samp', 'code'],
  ['tg-spoiler', 'spoiler'],
]);

/** Elements that stand on lines of their own. */
export const blockElements: ReadonlySet<string> = new Set(
  (
    'address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody tfoot thead tr ul'
  ).split(' '),
);

/** Elements whose content is nothing to read: programs, styles, and the quote that Matrix puts before a reply. */
export const hiddenElements: ReadonlySet<string> = new Set(
  'applet audio canvas datalist embed frameset head iframe math mx-reply noembed noframes object script select style svg template textarea title video xmp'.split(
    ' ',
  ),
);

/** Elements without content. */
export const voidElements: ReadonlySet<string> = new Set(
  'area base br col embed frame hr img input link meta param source track wbr'.split(' '),
);
