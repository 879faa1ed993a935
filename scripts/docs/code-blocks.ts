/** A fenced block of code in a document. */
export interface CodeBlock {
  /** What stands after the fence: `ts`. */
  readonly language: string;
  /** The file that the block is, where it is one: `ts my-plug.ts`. */
  readonly file?: string;
  readonly code: string;
  /** The line of the document on which the code begins, from 1. */
  readonly line: number;
}

/** The fenced blocks of a Markdown text. */
export function codeBlocks(markdown: string): CodeBlock[] {
  const fences = markdown.matchAll(/^```(\S*)[^\S\n]*(\S*).*\n([\s\S]*?)^```$/gm);
  return [...fences].map(({ 1: language = '', 2: file = '', 3: code = '', index }) => ({
    language,
    ...(file !== '' && { file }),
    code,
    line: markdown.slice(0, index).split('\n').length + 1,
  }));
}
