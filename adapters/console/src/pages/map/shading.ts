// How much is open where: loads of units, which the engine tells by the area they serve, added up
// to the areas above.

export interface Load {
  unit: string;
  tier: string;
  area_code: string;
  red: number;
  yellow: number;
  blue: number;
}

export interface AreaNode {
  code: string;
  parent: string;
}

export interface Counts {
  red: number;
  yellow: number;
  blue: number;
}

export const total = (counts: Counts): number => counts.red + counts.yellow + counts.blue;

// Of each area what is open in it and all below. An area the map does not have counts for the
// nearest one above that it has: codes of areas begin with those of the ones above.
export function countsByArea(
  loads: readonly Load[],
  areas: readonly AreaNode[],
): Map<string, Counts> {
  const parents = new Map(areas.map((area) => [area.code, area.parent]));
  const counts = new Map<string, Counts>(
    areas.map((area) => [area.code, { red: 0, yellow: 0, blue: 0 }]),
  );
  for (const load of loads) {
    const seen = new Set<string>();
    let at: string | undefined = nearest(load.area_code, parents);
    while (at && !seen.has(at)) {
      seen.add(at);
      const sum = counts.get(at);
      if (!sum) break;
      sum.red += load.red;
      sum.yellow += load.yellow;
      sum.blue += load.blue;
      at = parents.get(at);
    }
  }
  return counts;
}

function nearest(code: string, parents: ReadonlyMap<string, string>): string | undefined {
  for (let length = code.length; length > 0; length -= 1) {
    const start = code.slice(0, length);
    if (parents.has(start)) return start;
  }
  return undefined;
}

export type Shade = 'none' | 'blue' | 'yellow' | 'red';

// The worst colour there is open; and how dark, 0 to 4, by the number of open cases against the
// busiest area of the same kind.
export const worst = (counts: Counts): Shade =>
  counts.red > 0 ? 'red' : counts.yellow > 0 ? 'yellow' : counts.blue > 0 ? 'blue' : 'none';

export function darkness(count: number, most: number): number {
  if (count <= 0 || most <= 0) return 0;
  return Math.min(4, Math.max(1, Math.ceil((count / most) * 4)));
}
