export function request(ctx) {
  console.log('asked for', ctx.args.id);
  console.error('refused', { id: ctx.args.id });
  return { payload: null };
}

export function response(ctx) {
  return ctx.result;
}
