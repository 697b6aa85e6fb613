import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client';

// Whether an area lies in another one, by the tree of the rules.

interface AreaRow {
  code: string;
  parent: string;
}
interface RulesPage {
  areas: AreaRow[];
  more: boolean;
}

let parents: Map<string, string> | undefined;

async function learn(): Promise<void> {
  const found = new Map<string, string>();
  for (let offset = 0, more = true; more; offset += 2_000) {
    const page = await get<RulesPage>(`/api/v1/rules?areas=true&offset=${offset}`);
    for (const area of page.areas) found.set(area.code, area.parent);
    more = page.more;
  }
  parents = found;
}

export function useAreas(): (code: string, within: string) => boolean {
  const [known, setKnown] = useState(parents);
  useEffect(() => {
    if (!parents) void learn().then(() => setKnown(parents)).catch(() => undefined);
  }, []);
  return (code, within) => {
    for (let at: string | undefined = code; at && at !== '0'; at = known?.get(at)) {
      if (at === within) return true;
    }
    return false;
  };
}
