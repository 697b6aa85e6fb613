import { signal } from '@preact/signals';
import { get } from '../api/client';
import type { CaseView, Cases } from '../api/types';
import { listen, type RecordEvent } from './stream';

// All open cases that the person may see, kept as they are: loaded once, then each case that
// something happened to is asked for again, many at once.

export const openCases = signal<ReadonlyMap<string, CaseView>>(new Map());
export const loaded = signal(false);

const pageSize = 1000;
const askedAtOnce = 200;
const restMs = 300;

let dirty = new Map<string, bigint>(); // case -> the last record about it
let timer: ReturnType<typeof setTimeout> | undefined;
let users = 0;
let leave: (() => void) | undefined;

async function load(): Promise<void> {
  const all = new Map<string, CaseView>();
  for (let page = 1; ; ++page) {
    const query = new URLSearchParams({
      open: 'true',
      order: 'most_urgent',
      page: String(page),
      page_size: String(pageSize),
    });
    const answer = await get<Cases>(`/api/v1/cases?${query}`);
    for (const item of answer.cases) all.set(item.case_id, item);
    if (page * pageSize >= Number(answer.total) || answer.cases.length === 0) break;
  }
  openCases.value = all;
  loaded.value = true;
}

function note(record: RecordEvent): void {
  for (const fact of record.facts) {
    if (fact.case_id !== '0') dirty.set(fact.case_id, BigInt(record.sequence));
  }
  if (dirty.size > 0) timer ??= setTimeout(() => void refresh(), restMs);
}

async function refresh(): Promise<void> {
  const asked = [...dirty].slice(0, askedAtOnce);
  for (const [id] of asked) dirty.delete(id);
  try {
    const ids = asked.map(([id]) => id).join(',');
    const answer = await get<Cases>(`/api/v1/cases?case=${ids}&page_size=${askedAtOnce}`);
    const next = new Map(openCases.value);
    const found = new Map(answer.cases.map((item) => [item.case_id, item]));
    for (const [id, sequence] of asked) {
      // The copy that is searched follows the journal: what it has not seen yet is asked again.
      if (BigInt(answer.as_of_sequence) < sequence) dirty.set(id, sequence);
      const item = found.get(id);
      if (item && item.status !== 'closed') next.set(id, item);
      else if (item) next.delete(id);
    }
    openCases.value = next;
  } catch {
    for (const [id, sequence] of asked) if (!dirty.has(id)) dirty.set(id, sequence);
  }
  timer = dirty.size > 0 ? setTimeout(() => void refresh(), restMs) : undefined;
}

async function loadUntilItWorks(): Promise<void> {
  try {
    await load();
  } catch {
    setTimeout(() => void loadUntilItWorks(), 3_000);
  }
}

// While at least one page wants them.
export function useOpenCases(): () => void {
  if (users++ === 0) {
    dirty = new Map();
    leave = listen(note, () => void loadUntilItWorks());
    void loadUntilItWorks();
  }
  return () => {
    if (--users === 0) leave?.();
  };
}
