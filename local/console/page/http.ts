import { useCallback, useEffect, useState } from 'react';

/** Asks the cloud that serves this page. @throws Error with what it says */
export async function ask<Answer>(path: string, method = 'GET', body?: unknown): Promise<Answer> {
  const response = await fetch(path, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const answer = (await response.json()) as Answer;
  if (response.ok) return answer;
  const { message } = answer as { message?: string };
  throw new Error(message ?? `HTTP ${response.status}`);
}

export interface Live<Answer> {
  /** Undefined until the first answer. */
  readonly answer: Answer | undefined;
  /** Why the last question had no answer. */
  readonly problem: string | undefined;
  readonly refresh: () => void;
}

/** What a path answers, asked again and again while the page is looked at. @param path null: nothing is asked */
export function useLive<Answer>(path: string | null, everyMs = 2_000): Live<Answer> {
  const [told, setTold] = useState<{ path: string; answer: Answer } | undefined>();
  const [problem, setProblem] = useState<string>();
  const refresh = useCallback(() => {
    if (path === null) return;
    ask<Answer>(path).then(
      (answer) => {
        // The same answer again is no news: what is selected or scrolled stays as it is.
        setTold((before) => (before?.path === path && isSame(before.answer, answer) ? before : { path, answer }));
        setProblem(undefined);
      },
      (error: unknown) => {
        setProblem(error instanceof Error ? error.message : String(error));
      },
    );
  }, [path]);
  useEffect(() => {
    refresh();
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') refresh();
    }, everyMs);
    return () => {
      clearInterval(timer);
    };
  }, [refresh, everyMs]);
  return { answer: told?.path === path ? told.answer : undefined, problem, refresh };
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
