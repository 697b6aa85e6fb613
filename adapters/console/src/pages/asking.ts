import { useEffect, useRef, useState } from 'preact/hooks';
import { newKey, post } from '../api/client';
import { Problem } from '../api/problem';

// Asking the gateway from a page: what was answered last stays in sight while it is asked again,
// and answers to older questions are dropped.

export interface Asked<Value> {
  value: Value | undefined;
  problem: Problem | undefined;
  again: () => void;
}

export function useAsked<Value>(
  ask: (signal: AbortSignal) => Promise<Value>,
  about: readonly unknown[],
): Asked<Value> {
  const [value, setValue] = useState<Value | undefined>(undefined);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const [times, setTimes] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    ask(controller.signal)
      .then((answer) => {
        if (controller.signal.aborted) return;
        setValue(answer);
        setProblem(undefined);
      })
      .catch((caught: unknown) => {
        if (controller.signal.aborted) return;
        if (!(caught instanceof Problem)) throw caught;
        setProblem(caught);
      });
    return () => controller.abort();
  }, [...about, times]);
  return { value, problem, again: () => setTimes((count) => count + 1) };
}

// Counts up from time to time, while the page is seen.
export function useTicks(every_ms: number): number {
  const [ticks, setTicks] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) setTicks((count) => count + 1);
    }, every_ms);
    return () => clearInterval(timer);
  }, [every_ms]);
  return ticks;
}

export function useOnline(): boolean {
  const [online, setOnline] = useState(navigator.onLine);
  useEffect(() => {
    const changed = (): void => setOnline(navigator.onLine);
    window.addEventListener('online', changed);
    window.addEventListener('offline', changed);
    return () => {
      window.removeEventListener('online', changed);
      window.removeEventListener('offline', changed);
    };
  }, []);
  return online;
}

// Sends something that a press of a button asks for: under one key until it is answered, so that
// pressing again after a lost answer does nothing twice.
export function useSending(): {
  busy: boolean;
  problem: Problem | undefined;
  post: <Reply = object>(path: string, body: object) => Promise<Reply | undefined>;
} {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | undefined>(undefined);
  const pending = useRef<{ key: string; what: string } | undefined>(undefined);
  return {
    busy,
    problem,
    post: async <Reply>(path: string, body: object): Promise<Reply | undefined> => {
      const what = `${path} ${JSON.stringify(body)}`;
      if (pending.current?.what !== what) pending.current = { key: newKey(), what };
      setBusy(true);
      setProblem(undefined);
      try {
        const answer = await post<Reply>(path, body, { key: pending.current.key });
        pending.current = undefined;
        return answer;
      } catch (caught) {
        if (!(caught instanceof Problem)) throw caught;
        setProblem(caught);
        return undefined;
      } finally {
        setBusy(false);
      }
    },
  };
}
