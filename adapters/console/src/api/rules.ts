import { get } from './client';

// The rules in force, as other programs need them (rules.proto, RulesReply).

export interface CategoryView {
  code: string;
  name: string;
  name_en: string;
  major: string;
  kind: string;
  standard: string;
  matter_class: string;
  duty: string;
  department: string;
  type: string;
  description: string;
  keywords: string[];
  attributes: AttributeForm[];
}

export interface AttributeForm {
  code: string;
  variable: boolean;
  datatype: string;
  required: boolean;
  order: number;
  description: string;
  datatype_description: string;
  values: { key: string; name: string }[];
}

export interface AreaView {
  code: string;
  name: string;
  kind: string;
  parent: string;
  households: number;
  outline: string;
  management: string;
}

export interface UnitView {
  code: string;
  name: string;
  tier: string;
  area: string;
  kind: string;
}

export interface RuleFile {
  name: string;
  bytes: string;
  text: string;
}

// When a calendar is open, for some weeks around now.
export interface CalendarView {
  name: string;
  open: { from_ms: string; until_ms: string }[];
}

export interface RulesReply {
  policy_version: string;
  city: string;
  city_title: string;
  time_zone: string;
  categories: CategoryView[];
  areas: AreaView[];
  units: UnitView[];
  files: RuleFile[];
  calendars?: CalendarView[];
  more: boolean;
}

// All pages. How many rows one has is the engine's affair: fewer where outlines are long.
async function gathered(): Promise<RulesReply> {
  const all = await get<RulesReply>('/api/v1/rules');
  let { more } = all;
  while (more) {
    const rows = Math.max(all.categories.length, all.areas.length, all.units.length);
    const next = await get<RulesReply>(`/api/v1/rules?offset=${rows}`);
    all.categories.push(...next.categories);
    all.areas.push(...next.areas);
    all.units.push(...next.units);
    more = next.more && next.categories.length + next.areas.length + next.units.length > 0;
  }
  return { ...all, more };
}

let known: Promise<RulesReply> | undefined;

// Asks anew; what comes is what everybody knows from then on.
export function askRules(): Promise<RulesReply> {
  const asked = gathered();
  known = asked;
  asked.catch(() => {
    if (known === asked) known = undefined;
  });
  return asked;
}

export const knownRules = (): Promise<RulesReply> => known ?? askRules();

export const askRuleFile = (name: string, signal?: AbortSignal): Promise<string> =>
  get<string>(`/api/v1/rules/file?name=${encodeURIComponent(name)}`, { signal, as: 'text' });
