import { useEffect, useMemo, useState } from 'preact/hooks';
import { get, useLanguage } from './frame';

// The words of the rule book: fetched once, page by page, and kept while the page lives.

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

export interface RulesReply {
  policy_version: string;
  city: string;
  city_title: string;
  time_zone: string;
  categories: CategoryView[];
  areas: AreaView[];
  units: UnitView[];
  files: RuleFile[];
  more: boolean;
}

export async function askRules(signal?: AbortSignal): Promise<RulesReply> {
  const all = await get<RulesReply>('/api/v1/rules', { signal });
  for (let page = all, offset = 2_000; page.more; offset += 2_000) {
    page = await get<RulesReply>(`/api/v1/rules?offset=${offset}`, { signal });
    all.categories.push(...page.categories);
    all.areas.push(...page.areas);
    all.units.push(...page.units);
  }
  return { ...all, more: false };
}

export const categoryName = (category: CategoryView, language: string): string =>
  language === 'en' && category.name_en ? category.name_en : category.name;

export interface Names {
  rules: RulesReply | undefined;
  area(code: string): string;
  // With those above it: 武安镇 外武社区 榕荫里.
  areaPath(code: string): string;
  unit(code: string): string;
  category(code: string): string;
}

export function namesOf(rules: RulesReply | undefined, language = 'zh'): Names {
  const areas = new Map(rules?.areas.map((area) => [area.code, area]));
  const units = new Map(rules?.units.map((unit) => [unit.code, unit.name]));
  const categories = new Map(
    rules?.categories.map((category) => [category.code, categoryName(category, language)]),
  );
  const path = (code: string): string => {
    const parts: string[] = [];
    for (let at = areas.get(code); at && parts.length < 8; at = areas.get(at.parent)) {
      if (at.kind !== 'city' && at.kind !== 'district') parts.unshift(at.name);
    }
    return parts.join(' ') || areas.get(code)?.name || code;
  };
  return {
    rules,
    area: (code) => areas.get(code)?.name ?? code,
    areaPath: path,
    unit: (code) => units.get(code) ?? code,
    category: (code) => categories.get(code) ?? code,
  };
}

let known: Promise<RulesReply> | undefined;

// Codes stand for themselves until the names have come.
export function useNames(): Names {
  const language = useLanguage();
  const [rules, setRules] = useState<RulesReply | undefined>(undefined);
  useEffect(() => {
    known ??= askRules();
    known.then(setRules).catch(() => {
      known = undefined;
    });
  }, []);
  return useMemo(() => namesOf(rules, language), [rules, language]);
}

// After another rule book came into force.
export const forgetNames = (): void => void (known = undefined);
