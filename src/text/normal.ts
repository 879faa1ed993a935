/** The texts known to be in the form of `RichText.normalise`; kept beside them, so that equal texts look equal. */
const normal = new WeakSet<object>();

/** Whether a text is known to be normal. */
export function isKnownNormal(text: object): boolean {
  return normal.has(text);
}

/** Notes that a text is normal. */
export function rememberNormal<T extends object>(text: T): T {
  normal.add(text);
  return text;
}
