import { useEffect, useMemo, useState } from 'preact/hooks';
import { knownRules, type CategoryView, type RulesReply } from '../api/rules';
import { useLanguage } from './frame';

// The words of the rule book, by their codes.

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

// Nothing until they have come.
export function useRules(): RulesReply | undefined {
  const [rules, setRules] = useState<RulesReply | undefined>(undefined);
  useEffect(() => {
    knownRules().then(setRules).catch(() => undefined);
  }, []);
  return rules;
}

// Codes stand for themselves until the names have come.
export function useNames(): Names {
  const language = useLanguage();
  const rules = useRules();
  return useMemo(() => namesOf(rules, language), [rules, language]);
}
