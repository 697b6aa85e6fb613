// Office hours of the mock: Monday to Friday, 08:00 to 12:00 and 14:00 to 18:00 in China.

const hour = 3_600_000;
const day = 24 * hour;
const china = 8 * hour;

export interface Span {
  from_ms: number;
  until_ms: number;
}

export function officeHours(now: number, days: number): Span[] {
  const first = Math.floor((now + china) / day) - days;
  const spans: Span[] = [];
  for (let at = first; at <= first + 2 * days; at += 1) {
    const weekday = (((at + 4) % 7) + 7) % 7; // the first of January 1970 was a Thursday
    if (weekday === 0 || weekday === 6) continue;
    const midnight = at * day - china;
    spans.push({ from_ms: midnight + 8 * hour, until_ms: midnight + 12 * hour });
    spans.push({ from_ms: midnight + 14 * hour, until_ms: midnight + 18 * hour });
  }
  return spans;
}

// When so much working time after `from` is over.
export function dueAfter(spans: readonly Span[], from: number, amount: number): number {
  let left = amount;
  for (const span of spans) {
    const begin = Math.max(span.from_ms, from);
    if (begin >= span.until_ms) continue;
    if (span.until_ms - begin >= left) return begin + left;
    left -= span.until_ms - begin;
  }
  return from + amount;
}
