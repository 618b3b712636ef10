import { none, startApi, type RunningApi } from '../support/api.ts';
import { delivered, respond, startAnswer, subscribed } from './support.ts';

/** The tickets of AWS's examples, with more fields for more operators. */
export const TICKETS = `
  type Query { a(filter: AWSJSON): Int }
  type Mutation { createTicket(input: AWSJSON): Ticket  createTickets(input: AWSJSON): [Ticket] }
  type Ticket {
    id: ID severity: Int priority: Priority category: String group: String status: String size: Float
    seats: [Int] open: Boolean location: ProblemLocation
  }
  type ProblemLocation { address: Address  a: Level }
  type Address { country: String }
  type Level { a: Level  value: String }
  enum Priority { none lowest low medium high highest }
  type Subscription {
    onTicket(filter: AWSJSON, group: String): Ticket @aws_subscribe(mutations: ["createTicket"])
    onTickets(filter: AWSJSON): [Ticket] @aws_subscribe(mutations: ["createTickets"])
    onGroupTicketCreated(group: String!): Ticket @aws_subscribe(mutations: ["createTicket"])
    onSpecialTicketCreated: Ticket @aws_subscribe(mutations: ["createTicket"])
    onNestedTicketCreated: Ticket @aws_subscribe(mutations: ["createTicket"])
    onOwnFilter(filter: String): Ticket @aws_subscribe(mutations: ["createTicket"])
    onUser: Ticket @aws_subscribe(mutations: ["createTicket"]) @aws_cognito_user_pools
  }`;
const NESTED = 'location { address { country } a { a { a { value a { value } } } } }';
const FIELDS = `id severity priority category group status size seats open ${NESTED}`;
/** A filter that the client gives, so that each case has its own. */
const GIVEN = respond('if (ctx.args.filter) { extensions.setSubscriptionFilter(ctx.args.filter); }');

interface Filter {
  readonly fieldName: string;
  readonly operator: string;
  readonly value: unknown;
}

/** The response handler of AWS's first example, with what another adds to its filter. */
const special = (more = ''): string =>
  respond(`const filter = {
      or: [
        { severity: { ge: 7 }, priority: { in: ['high', 'medium'] } },
        { category: { eq: 'security' }, group: { in: ['admin', 'operators'] } },${more}
      ],
    };
    extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(filter));`);

export const startTickets = (): Promise<RunningApi> =>
  startApi({
    schema: TICKETS,
    resolvers: {
      'Mutation.createTicket': none('ctx.args.input'),
      'Mutation.createTickets': none('ctx.args.input'),
      'Subscription.onTicket': GIVEN,
      'Subscription.onTickets': GIVEN,
      'Subscription.onGroupTicketCreated': respond(`extensions.setSubscriptionFilter({ filterGroup: [{ filters: [
        { fieldName: 'group', operator: 'eq', value: ctx.args.group },
        { fieldName: 'status', operator: 'eq', value: 'pending' },
      ] }] });`),
      'Subscription.onSpecialTicketCreated': special(),
      'Subscription.onNestedTicketCreated': special(`{ 'location.address.country': { eq: 'USA' } }`),
      'Subscription.onOwnFilter': respond(`const filter = JSON.parse(ctx.args.filter);
        extensions.setSubscriptionFilter(util.transform.toSubscriptionFilter(filter));`),
      'Subscription.onUser': respond(`extensions.setSubscriptionFilter({ filterGroup: [{ filters: [
        { fieldName: 'group', operator: 'eq', value: ctx.identity.username },
      ] }] });`),
    },
  });

export const group = (...filters: Filter[]) => ({ filters });
export const create = (api: RunningApi, ticket: object) =>
  api.query(`mutation ($input: AWSJSON) { createTicket(input: $input) { ${FIELDS} } }`, {
    input: JSON.stringify(ticket),
  });

/** Ids of those tickets that pass, each group of filters being one of `groups`. */
export async function passing(tickets: readonly object[], ...groups: { filters: Filter[] }[]): Promise<unknown[]> {
  const api = await startTickets();
  const query = 'subscription ($filter: AWSJSON) { onTicket(filter: $filter) { id } }';
  const filter = JSON.stringify({ filterGroup: groups });
  const client = await subscribed(api, query, { variables: { filter } });
  for (const [index, ticket] of tickets.entries()) await create(api, { id: String(index), ...ticket });
  const seen = (await delivered(client)) as { onTicket: { id: string } }[];
  return seen.map(({ onTicket }) => Number(onTicket.id));
}

/** Which of the values of one field pass one filter, by their places. */
export const values = (filter: Filter, ...given: unknown[]): Promise<unknown[]> =>
  passing(
    given.map((value) => ({ [filter.fieldName]: value })),
    group(filter),
  );

/** What a subscription with these groups is answered. */
export async function started(...groups: { filters: Filter[] }[]): Promise<unknown> {
  const query = 'subscription ($filter: AWSJSON) { onTicket(filter: $filter) { id } }';
  return startAnswer(await startTickets(), query, { filter: JSON.stringify({ filterGroup: groups }) });
}
