export const request = (ctx) => ({ operation: 'BatchInvoke', payload: { cents: ctx.source.cents } });
export const response = (ctx) => ctx.result;
