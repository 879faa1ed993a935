/** A fenced block of code in a document. */
export interface CodeBlock {
  /** What stands after the fence: `ts`. */
  readonly language: string;
  readonly code: string;
  /** The line of the document on which the code begins, from 1. */
  readonly line: number;
}

/** The fenced blocks of a Markdown text. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const fences = markdown.matchAll(/^```(\S*).*\n([\s\S]*?)^```$/gm);
  return [...fences].map(({ 1: language = '', 2: code = '', index }) => ({
    language,
    code,
    line: markdown.slice(0, index).split('\n').length + 1,
  }));
}
