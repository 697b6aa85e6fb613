import { signal } from '@preact/signals';
import { hasRole } from '../api/session';
import type { Fact } from '../api/types';
import { setEngineTime } from '../time/engine_clock';

// What happens, as it happens. One connection for all pages of this window; the browser itself
// resumes after the last record it has seen.

export interface RecordEvent {
  sequence: string;
  facts: Fact[];
}

export type Connection = 'connecting' | 'open' | 'lost';
export const connection = signal<Connection>('connecting');

type Listener = (record: RecordEvent) => void;
const listeners = new Set<Listener>();
const resets = new Set<() => void>();
let source: EventSource | undefined;

export function listen(listener: Listener, onReset: () => void = () => undefined): () => void {
  listeners.add(listener);
  resets.add(onReset);
  connect();
  return () => {
    listeners.delete(listener);
    resets.delete(onReset);
  };
}

function connect(): void {
  if (source && source.readyState !== EventSource.CLOSED) return;
  // Who only takes complaints in may not watch.
  if (!hasRole('worker', 'dispatcher', 'supervisor', 'admin')) return;
  source = new EventSource('/api/v1/events');
  source.addEventListener('open', () => (connection.value = 'open'));
  source.addEventListener('error', () => {
    connection.value = 'lost';
    // The browser tries again by itself, unless it was refused.
    if (source?.readyState === EventSource.CLOSED) again();
  });
  source.addEventListener('record', (event: MessageEvent<string>) => {
    const record = JSON.parse(event.data) as RecordEvent;
    const last = record.facts[record.facts.length - 1];
    if (last) setEngineTime(Number(last.time_ms));
    for (const listener of listeners) listener(record);
  });
  // What was missed cannot be told one by one any more: look at everything again.
  source.addEventListener('reset', () => {
    for (const reset of resets) reset();
    source?.close();
    again();
  });
}

function again(): void {
  setTimeout(() => {
    for (const reset of resets) reset();
    connect();
  }, 3_000);
}

export function hangUp(): void {
  source?.close();
  source = undefined;
  connection.value = 'connecting';
}
