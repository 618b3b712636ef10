import type { Cloud } from './cloud.ts';

/**
 * Whether somebody may write to a log group. Asked when there is something to write; the answer is kept, as policies
 * don't change while a template runs. Where it is no, nothing is written, as on AWS, and the terminal says why.
 *
 * @param isAllowed by the policies of the role that writes
 */
export function logAccess(
  { region, accountId, log }: Cloud,
  group: string,
  isAllowed: (action: string, resource: string) => boolean,
): () => boolean {
  let answer: boolean | undefined;
  return () => {
    if (answer !== undefined) return answer;
    const stream = `arn:aws:logs:${region}:${accountId}:log-group:${group}:log-stream:local`;
    const denied = ['logs:CreateLogStream', 'logs:PutLogEvents'].filter((action) => !isAllowed(action, stream));
    answer = denied.length === 0;
    if (!answer) log.warn('logs', `${group} stays empty: its writer may not ${denied.join(' nor ')} on ${stream}`);
    return answer;
  };
}
