import { boxOf, centreOf, ringsOf, type Geometry, type Position, type Ring } from './geometry';
import type { AreaNode } from './shading';

// What GET /api/v1/map says: the areas of the rule book with their outlines.

export interface Feature {
  type: 'Feature';
  geometry: Geometry | null;
  properties: {
    code: string;
    name: string;
    kind: string;
    parent: string;
    households: number;
    schematic?: boolean;
  };
}

export interface FeatureCollection {
  type: 'FeatureCollection';
  features: Feature[];
}

export interface Area extends AreaNode {
  name: string;
  kind: string;
  households: number;
  schematic: boolean;
  rings: Ring[];
  centre: Position | undefined;
}

export function areasOf(collection: FeatureCollection): Area[] {
  return collection.features.map(({ properties, geometry }) => {
    const rings = geometry ? ringsOf(geometry) : [];
    return {
      code: String(properties.code),
      parent: String(properties.parent ?? ''),
      name: properties.name,
      kind: properties.kind,
      households: properties.households,
      schematic: properties.schematic === true,
      rings,
      centre: rings[0] ? centreOf(rings[0]) : undefined,
    };
  });
}

export const boxOfAreas = (areas: readonly Area[]) => boxOf(areas.flatMap((area) => area.rings));

// An area and all that lies below it.
export function below(areas: readonly Area[], code: string): Area[] {
  const inside = new Set([code]);
  // Parents come before what lies in them in the book, but nothing promises that: until it is
  // still.
  for (let size = 0; size !== inside.size; ) {
    size = inside.size;
    for (const area of areas) if (inside.has(area.parent)) inside.add(area.code);
  }
  return areas.filter((area) => inside.has(area.code));
}
