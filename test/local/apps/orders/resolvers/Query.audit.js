export const request = (ctx) => ({ payload: ctx.identity.userArn });
export const response = (ctx) => ctx.result;
