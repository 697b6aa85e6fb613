// What the pages take from the frame of the console, in one place.
import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { en } from '../words/en/pages';
import { zh } from '../words/zh/pages';
import './pages.css';

export { useAsked, useOnline, useSending, useTicks } from './asking';
export { printPage, saveFile } from './output';

export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly detail: string,
    readonly retry_after_ms: number | undefined,
  ) {
    super(reason);
  }
}

interface Asking {
  signal?: AbortSignal | undefined;
  as?: 'text';
}

async function sent(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, init);
  } catch (caught) {
    if (init.signal?.aborted) throw caught;
    throw new Problem(0, 'NO_ANSWER', '', undefined);
  }
  if (answer.ok) return answer;
  const body = (await answer.json().catch(() => ({}))) as Record<string, string | number>;
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
      ...(options.key ? { 'Idempotency-Key': options.key } : {}),
    },
  });
  return answer.json() as Promise<T>;
}

export async function postBlob(path: string, blob: Blob): Promise<unknown> {
  return (await sent(path, { method: 'POST', body: blob })).json();
}

export const newKey = (): string => crypto.randomUUID();
export const nowMs = (): number => Date.now();

export const language = signal<'zh' | 'en'>(
  new URLSearchParams(location.search).get('lang') === 'en' ? 'en' : 'zh',
);
export const words = (): typeof zh => (language.value === 'en' ? en : zh);
export const useWords = words;
export const colon = (): string => (language.value === 'en' ? ': ' : '：');
export const useLanguage = (): 'zh' | 'en' => language.value;

export interface Person {
  name: string;
  title: string;
  roles: string[];
  areas: string[];
  units: string[];
}
export const person = signal<Person | undefined>(undefined);
export const me = (): Person | undefined => person.value;

export const hrefOf = (page: string, query: Record<string, string>): string =>
  page === 'case' ? `/cases/${query['id']}` : `/${page}?${new URLSearchParams(query)}`;

export const Loading = () => <p class="loading">…</p>;

export function ProblemNote({ problem, again }: { problem: Problem; again?: () => void }) {
  return (
    <p class="problem" role="alert">
      {problem.detail || problem.reason}
      {again && (
        <button type="button" class="button" onClick={again}>
          ↻
        </button>
      )}
    </p>
  );
}

export function Time({ ms }: { ms: number }) {
  const text = new Intl.DateTimeFormat(language.value === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: 'Asia/Shanghai',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(ms));
  return <time dateTime={new Date(ms).toISOString()}>{text}</time>;
}

export function PageHead({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <header class="page-head">
      <h1>{title}</h1>
      <div class="row">{children}</div>
    </header>
  );
}

export function Badge({ tone, children }: { tone: string; children: ComponentChildren }) {
  return <span class={`badge is-${tone}`}>{children}</span>;
}

const signs: Record<string, string> = { red: '▲', yellow: '◆', blue: '●' };

export function SeverityBadge({ severity }: { severity: string }) {
  const names: Record<string, string> = words().severity;
  return (
    <span class={`badge is-${severity}`}>
      <span aria-hidden="true">{signs[severity]}</span> {names[severity]}
    </span>
  );
}

export function Countdown({ due_ms }: { due_ms: number }) {
  const [now, setNow] = useState(nowMs());
  useEffect(() => {
    const timer = setInterval(() => setNow(nowMs()), 1000);
    return () => clearInterval(timer);
  }, []);
  const left = due_ms - now;
  const minutes = Math.floor(Math.abs(left) / 60_000);
  return (
    <span class={left < 0 ? 'countdown is-over' : 'countdown'}>
      {left < 0 ? '−' : ''}
      {minutes >= 60 ? `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}` : `${minutes}′`}
    </span>
  );
}

export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  children: (id: string) => ComponentChildren;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id)}
      {hint && <p class="quiet">{hint}</p>}
      {error && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

export function Dialog({
  title,
  confirm,
  busy,
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  confirm: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  const id = useId();
  return (
    <dialog ref={box} aria-labelledby={id} onClose={onClose}>
      <h2 id={id}>{title}</h2>
      <div class="dialog-body">{children}</div>
      <div class="buttons">
        <button type="button" class="button is-primary" disabled={busy} onClick={onConfirm}>
          {confirm}
        </button>
        <button type="button" class="button" onClick={onClose}>
          {words().cancel}
        </button>
      </div>
    </dialog>
  );
}

export function ConfirmDialog({
  title,
  text,
  onConfirm,
  onClose,
}: {
  title: string;
  text: string;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog title={title} confirm={title} onConfirm={onConfirm} onClose={onClose}>
      <p>{text}</p>
    </Dialog>
  );
}

export function EmptyState({ title, hint }: { title: string; hint?: string }) {
  return (
    <div class="empty">
      <p>{title}</p>
      {hint && <p class="quiet">{hint}</p>}
    </div>
  );
}
