import { signal } from '@preact/signals';
import type { CalendarView } from '../api/rules';
import type { Span } from '../time/working';

// When each calendar of the rules is open, for some weeks around now.

export const calendars = signal<ReadonlyMap<string, readonly Span[]>>(new Map());

export function setCalendars(views: readonly CalendarView[]): void {
  calendars.value = new Map(
    views
      .filter((view) => view.open.length > 0)
      .map((view) => [
        view.name,
        view.open.map((span) => ({ from_ms: Number(span.from_ms), until_ms: Number(span.until_ms) })),
      ]),
  );
}
