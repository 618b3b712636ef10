import { AwsError } from '../errors.ts';
import type { Iam, RequestContext } from '../iam/iam.ts';
import type { Principal } from '../iam/principal.ts';
import { jsonInput } from '../json-input.ts';
import type { LocalRequest } from '../service.ts';
import { notFound } from './errors.ts';
import { configurationSet, emailIdentity } from './read-operations.ts';
import { sendEmail } from './send-email.ts';
import type { SendPorts } from './send-email.ts';
import { sendMembers } from './send-input.ts';
import * as suppression from './suppression-list.ts';

/** What the operations work on. */
export interface RoutePorts extends Omit<SendPorts, 'authorize'> {
  readonly iam: Pick<Iam, 'refusal'>;
}

interface Call {
  readonly principal: Principal;
  readonly request: LocalRequest;
  /** The last part of the path. */
  readonly name: string;
}

export interface Route {
  readonly operation: string;
  readonly method: string;
  /** After `/v2/email/`. */
  readonly path: RegExp;
  readonly run: (call: Call) => unknown;
}

/** The operations that are run, by method and path. */
export function routesOf(ports: RoutePorts): Route[] {
  const { cloud, identities, sets, office } = ports;
  const list = /^suppression\/addresses$/;
  const entry = /^suppression\/addresses\/[^/]+$/;
  const send = (principal: Principal, body: Buffer) =>
    sendEmail({ ...ports, authorize: sendingAuthorizer(ports.iam) }, principal, jsonInput(body, sendMembers));
  const route = (
    operation: string,
    method: string,
    path: RegExp,
    resourceOf: (name: string) => string,
    run: (call: Call) => unknown,
  ): Route => ({
    operation,
    method,
    path,
    run: (call) => {
      authorize(ports.iam, call.principal, `ses:${operation}`, resourceOf(call.name));
      return run(call);
    },
  });
  const onList = (operation: string, method: string, path: RegExp, run: (call: Call) => unknown) =>
    route(operation, method, path, () => '*', run);
  return [
    {
      operation: 'SendEmail',
      method: 'POST',
      path: /^outbound-emails$/,
      run: ({ principal, request }) => send(principal, request.body),
    },
    onList('PutSuppressedDestination', 'PUT', list, ({ request }) =>
      suppression.putSuppressedDestination(office.store, request.body, cloud.clock.now()),
    ),
    onList('ListSuppressedDestinations', 'GET', list, ({ request }) =>
      suppression.listSuppressedDestinations(office.store, request.query),
    ),
    onList('GetSuppressedDestination', 'GET', entry, ({ name }) =>
      suppression.getSuppressedDestination(office.store, name),
    ),
    onList('DeleteSuppressedDestination', 'DELETE', entry, ({ name }) =>
      suppression.deleteSuppressedDestination(office.store, name),
    ),
    route(
      'GetEmailIdentity',
      'GET',
      /^identities\/[^/]+$/,
      (name) => identities.arnOf(name),
      ({ name }) => {
        const found = identities.find(name);
        if (!found) throw notFound(`Email identity ${name} does not exist.`);
        return emailIdentity(found);
      },
    ),
    route(
      'GetConfigurationSet',
      'GET',
      /^configuration-sets\/[^/]+$/,
      (name) => sets.arnOf(name),
      ({ name }) => {
        const found = sets.find(name);
        if (!found) throw notFound(`Configuration set <${name}> does not exist.`);
        return configurationSet(found);
      },
    ),
  ];
}

/** SES words it in its own way where mail is sent; why it is refused is told in the terminal. */
function sendingAuthorizer(iam: RoutePorts['iam']): SendPorts['authorize'] {
  return (principal: Principal, resource: string, context: RequestContext) => {
    if (iam.refusal({ principal }, 'ses:SendEmail', resource, context) === undefined) return;
    const message = `User \`${principal.arn}' is not authorized to perform \`ses:SendEmail' on resource \`${resource}'`;
    throw new AwsError('AccessDeniedException', message, 403);
  };
}

function authorize(iam: RoutePorts['iam'], principal: Principal, action: string, resource: string): void {
  const refusal = iam.refusal({ principal }, action, resource, { 'ses:ApiVersion': '2' });
  if (refusal !== undefined) throw new AwsError('AccessDeniedException', refusal, 403);
}
