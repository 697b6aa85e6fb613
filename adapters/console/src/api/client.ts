import { signal } from '@preact/signals';
import { Problem } from './problem';

// Speaks to the gateway. Every answer is JSON of the messages in proto/whistle/v1, 64-bit numbers as
// strings; every refusal is a Problem.

interface Asking {
  signal?: AbortSignal | undefined;
  as?: 'text';
}

let csrfToken = '';
export const setCsrfToken = (token: string): void => void (csrfToken = token);

// Set when the gateway says that nobody is signed in (any more).
export const signedOut = signal(false);

async function sent(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { ...init, credentials: 'same-origin' });
  } catch (caught) {
    if (init.signal?.aborted) throw caught;
    throw new Problem(0, 'NO_ANSWER', '', undefined);
  }
  if (answer.ok) return answer;
  const body = (await answer.json().catch(() => ({}))) as Record<string, string | number>;
  if (answer.status === 401) signedOut.value = true;
  const retry = Number(body['retry_after_ms'] ?? 0);
  throw new Problem(
    answer.status,
    String(body['reason'] ?? ''),
    String(body['detail'] ?? ''),
    retry || undefined,
  );
}

export async function get<T>(path: string, asking: Asking = {}): Promise<T> {
  const answer = await sent(path, { signal: asking.signal ?? null });
  return (asking.as === 'text' ? answer.text() : answer.json()) as Promise<T>;
}

export async function post<T = unknown>(
  path: string,
  body: unknown,
  options: { key?: string; signal?: AbortSignal } = {},
): Promise<T> {
  const answer = await sent(path, {
    method: 'POST',
    body: JSON.stringify(body),
    signal: options.signal ?? null,
    headers: {
      'Content-Type': 'application/json',
      'X-CSRF-Token': csrfToken,
      ...(options.key ? { 'Idempotency-Key': options.key } : {}),
    },
  });
  return answer.json() as Promise<T>;
}

export async function postBlob(path: string, blob: Blob): Promise<unknown> {
  const headers = { 'Content-Type': blob.type, 'X-CSRF-Token': csrfToken };
  return (await sent(path, { method: 'POST', body: blob, headers })).json();
}

export async function remove(path: string): Promise<void> {
  await sent(path, { method: 'DELETE', headers: { 'X-CSRF-Token': csrfToken } });
}

// Names a wish, so that it can be sent again when its answer was lost. Not every page is served over
// TLS, and only those have crypto.randomUUID.
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
