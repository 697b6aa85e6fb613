import { signal } from '@preact/signals';
import { askRules } from '../api/rules';
import { language } from '../words';
import { setCalendars } from './calendars';

// Which city this is, and how its time is shown.

export const zone = signal('Asia/Shanghai');
const englishNames = signal<ReadonlyMap<string, string>>(new Map());
export const cityTitle = signal('');

export async function learnCity(): Promise<void> {
  const rules = await askRules();
  if (rules.time_zone) zone.value = rules.time_zone;
  cityTitle.value = rules.city_title;
  englishNames.value = new Map(rules.categories.map((each) => [each.code, each.name_en]));
  setCalendars(rules.calendars ?? []);
}

// In the language of the page, where the rules have a word for it.
export function categoryOf(item: { category: string; category_name: string }): string {
  const english = language.value === 'en' ? englishNames.value.get(item.category) : undefined;
  return english || item.category_name;
}
