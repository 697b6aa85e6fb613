// What a worker has done and the gateway has not yet heard of. Each act is sent in its turn: one
// case at a time in the order in which things were done, again with the same key and the same bytes
// until it is answered. Pure; the page brings clock, chance and network.

export type Verb =
  | 'sign'
  | 'contact'
  | 'arrive'
  | 'progress'
  | 'photo'
  | 'finish'
  | 'release'
  | 'return';

export interface Act {
  key: string; // Idempotency-Key
  person: string; // whose act it is: a shared telephone shows each their own
  case_id: string;
  verb: Verb;
  fields: Record<string, string | boolean>;
  photo?: Blob;
  digest?: string; // of the photo, once it is uploaded
  body?: string; // as it was first sent; the key stands for these bytes
  done_ms: number; // when the worker did it
  attempts: number;
  next_ms: number; // not to be sent before
  state: 'waiting' | 'refused';
  refusal?: string;
}

export type Outcome =
  | { kind: 'done' }
  | { kind: 'away'; retry_after_ms?: number | undefined } // no answer, or one that says: later
  | { kind: 'refused'; why: string };

export const firstPause = 1_000;
export const longestPause = 60_000;

// 1 s, 2 s, 4 s ... one minute.
export function pauseAfter(attempts: number): number {
  return Math.min(longestPause, firstPause * 2 ** Math.max(0, attempts - 1));
}

// Whose turn it is: the earliest act of a case, when it waits and its time has come. A refused one
// holds back what was done after it to the same case.
export function nextAct(acts: readonly Act[], now: number): Act | undefined {
  const seen = new Set<string>();
  for (const act of acts) {
    const isFirst = !seen.has(act.case_id);
    seen.add(act.case_id);
    if (isFirst && act.state === 'waiting' && act.next_ms <= now) return act;
  }
  return undefined;
}

// When to look again; undefined: nothing waits.
export function nextTime(acts: readonly Act[]): number | undefined {
  const seen = new Set<string>();
  let soonest: number | undefined;
  for (const act of acts) {
    const isFirst = !seen.has(act.case_id);
    seen.add(act.case_id);
    if (!isFirst || act.state !== 'waiting') continue;
    soonest = Math.min(soonest ?? Infinity, act.next_ms);
  }
  return soonest;
}

export function afterOutcome(
  acts: readonly Act[],
  key: string,
  outcome: Outcome,
  now: number,
): Act[] {
  if (outcome.kind === 'done') return acts.filter((act) => act.key !== key);
  return acts.map((act) => {
    if (act.key !== key) return act;
    if (outcome.kind === 'refused') return { ...act, state: 'refused', refusal: outcome.why };
    const attempts = act.attempts + 1;
    const pause = outcome.retry_after_ms ?? pauseAfter(attempts);
    return { ...act, attempts, next_ms: now + Math.min(pause, longestPause) };
  });
}

// The network is back: nobody waits any longer.
export const atOnce = (acts: readonly Act[], now: number): Act[] =>
  acts.map((act) => (act.state === 'waiting' ? { ...act, next_ms: now } : act));

// A refused act is tried anew under a new key: what was refused was not done.
export const again = (acts: readonly Act[], key: string, newKey: string, now: number): Act[] =>
  acts.map((act) => {
    if (act.key !== key) return act;
    const { body: _body, refusal: _refusal, ...kept } = act;
    return { ...kept, key: newKey, state: 'waiting', attempts: 0, next_ms: now };
  });

export const actsOf = (acts: readonly Act[], case_id: string): Act[] =>
  acts.filter((act) => act.case_id === case_id);
