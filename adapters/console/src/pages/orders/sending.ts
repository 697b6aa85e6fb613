import type { Act, Outcome } from './outbox';

// How an act goes over the wire. The body is fixed when it is first sent: the engine takes a key
// for the very same bytes only.

export interface Answer {
  status: number; // of HTTP; 0: no answer
  body: unknown;
  why: string; // of a refusal, for people
  retry_after_ms?: number | undefined;
}

export interface Wire {
  post(path: string, body: string, key: string): Promise<Answer>;
  upload(photo: Blob): Promise<Answer>;
}

export interface Hands {
  worker: string;
  unit: string;
  tokenOf(case_id: string): string;
}

const verbPath = (act: Act): string => `/api/v1/cases/${act.case_id}/${act.verb}`;

export function pathOf(act: Act): string {
  if (act.verb === 'photo') return '/api/v1/wishes/add_evidence';
  if (act.verb === 'return') return '/api/v1/wishes/return_order';
  return verbPath(act);
}

export function bodyOf(act: Act, hands: Hands): string {
  const { worker, unit } = hands;
  const token = hands.tokenOf(act.case_id);
  if (act.verb === 'photo') {
    const digest = act.digest ?? '';
    return JSON.stringify({ id: act.case_id, token, worker, kind: 'photo', digest, ...act.fields });
  }
  if (act.verb === 'return') return JSON.stringify({ id: act.case_id, unit, worker, ...act.fields });
  return JSON.stringify({ token, worker, ...act.fields });
}

// What may come right when it is tried again as it is: no answer, overload, an engine that is away.
const isAway = (status: number): boolean =>
  status === 0 || status === 408 || status === 425 || status === 429 || status >= 502;

// Somebody who is not signed in any more loses nothing: it waits until they are.
export function outcomeOf(answer: Answer): Outcome {
  if (answer.status >= 200 && answer.status < 300) return { kind: 'done' };
  if (isAway(answer.status) || answer.status === 401) {
    return { kind: 'away', retry_after_ms: answer.retry_after_ms };
  }
  return { kind: 'refused', why: answer.why };
}

// The next message of an act: the picture first, if it is not there yet.
export async function sendAct(
  act: Act,
  hands: Hands,
  wire: Wire,
  keep: (changed: Act) => Promise<void>,
): Promise<{ outcome: Outcome; body: unknown }> {
  let current = act;
  if (current.verb === 'photo' && current.photo && !current.digest) {
    const uploaded = await wire.upload(current.photo);
    const outcome = outcomeOf(uploaded);
    if (outcome.kind !== 'done') return { outcome, body: undefined };
    const { digest } = uploaded.body as { digest: string };
    current = { ...current, digest };
    await keep(current);
  }
  const body = current.body ?? bodyOf(current, hands);
  if (current.body === undefined) await keep({ ...current, body });
  const answer = await wire.post(pathOf(current), body, current.key);
  return { outcome: outcomeOf(answer), body: answer.body };
}
