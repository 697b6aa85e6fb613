import { useMemo } from 'preact/hooks';
import type { AreaView } from '../../api/rules';
import { useRules } from '../names';

// Whether an area lies in another one, by the tree of the rules.
export type Within = (code: string, within: string) => boolean;

export function withinOf(areas: readonly AreaView[]): Within {
  const parents = new Map(areas.map((area) => [area.code, area.parent]));
  return (code, within) => {
    for (let at: string | undefined = code; at && at !== '0'; at = parents.get(at)) {
      if (at === within) return true;
    }
    return false;
  };
}

export function useAreas(): Within {
  const rules = useRules();
  return useMemo(() => withinOf(rules?.areas ?? []), [rules]);
}
