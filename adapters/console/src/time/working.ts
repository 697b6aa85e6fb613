// How much of a calendar's time lies between two instants: promises in working time rest while
// nobody works.

export interface Span {
  from_ms: number;
  until_ms: number;
}

export interface Remaining {
  ms: number; // negative: so late
  // Why it does not count down now: the promise rests, or it is not working time.
  paused: 'rests' | 'closed' | undefined;
}

export function open(spans: readonly Span[], at: number): boolean {
  return spans.some((span) => span.from_ms <= at && at < span.until_ms);
}

// Both ways: from > until is negative.
export function worked(spans: readonly Span[], from: number, until: number): number {
  if (from > until) return -worked(spans, until, from);
  let sum = 0;
  for (const span of spans) {
    sum += Math.max(0, Math.min(span.until_ms, until) - Math.max(span.from_ms, from));
  }
  return sum;
}

// `spans`: when the calendar is open, from before `now` to after `due`; undefined: always, or as
// far as is known.
export function remaining(
  due: number,
  running: boolean,
  now: number,
  spans: readonly Span[] | undefined,
): Remaining {
  if (!running || due === 0) return { ms: 0, paused: 'rests' };
  const first = spans?.[0];
  const last = spans?.[spans.length - 1];
  if (!spans || !first || !last || due > last.until_ms || now < first.from_ms || due < first.from_ms) {
    return { ms: due - now, paused: undefined };
  }
  return {
    ms: worked(spans, now, due),
    paused: now < due && !open(spans, now) ? 'closed' : undefined,
  };
}
