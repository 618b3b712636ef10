import { query } from '@aws-appsync/utils/dynamodb';

export function request(ctx) {
  const { customer, limit = 20, nextToken } = ctx.args;
  return query({ index: 'ordersOfCustomer', query: { customer: { eq: customer } }, limit, nextToken });
}
export const response = (ctx) => ctx.result;
