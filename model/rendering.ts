/** What the function that renders Markdown is asked for. */
export interface RenderCall {
  /** As its author wrote it. */
  readonly markdown: string;
}

/** What it answers. */
export interface RenderAnswer {
  /** Safe to put into a page as it is. */
  readonly html: string;
}
