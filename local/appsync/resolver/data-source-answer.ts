/** What a data source answered; an `error` comes to the response handler as `ctx.error`. */
export interface DataSourceAnswer {
  readonly result: unknown;
  readonly error?: { readonly message: string; readonly type: string };
  /** True: the response handler does not run. */
  readonly final?: boolean;
}
