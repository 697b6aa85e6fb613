import { signal } from '@preact/signals';
import { get } from '../api/client';
import { setCalendars, type CalendarView } from './calendars';

// Which city this is, and how its time is shown.

export const zone = signal('Asia/Shanghai');
export const cityTitle = signal('');

interface RulesHead {
  city_title: string;
  time_zone: string;
  calendars?: CalendarView[];
}

export async function learnCity(): Promise<void> {
  const rules = await get<RulesHead>('/api/v1/rules');
  if (rules.time_zone) zone.value = rules.time_zone;
  cityTitle.value = rules.city_title;
  setCalendars(rules.calendars ?? []);
}
