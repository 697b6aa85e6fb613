// Flat drawing of small regions: longitude shrinks with latitude, north is up.

export type Position = readonly [number, number]; // longitude, latitude
export type Ring = readonly Position[];

export interface Geometry {
  type: 'Polygon' | 'MultiPolygon' | 'Point';
  coordinates: unknown;
}

export function ringsOf(geometry: Geometry): Ring[] {
  if (geometry.type === 'Polygon') return geometry.coordinates as Ring[];
  if (geometry.type === 'MultiPolygon') return (geometry.coordinates as Ring[][]).flat();
  return [];
}

export interface Box {
  west: number;
  south: number;
  east: number;
  north: number;
}

export function boxOf(rings: readonly Ring[]): Box | undefined {
  const points = rings.flat();
  if (points.length === 0) return undefined;
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  for (const [x, y] of points) {
    box.west = Math.min(box.west, x);
    box.east = Math.max(box.east, x);
    box.south = Math.min(box.south, y);
    box.north = Math.max(box.north, y);
  }
  return box;
}

export interface Frame {
  width: number;
  height: number;
  place: (position: Position) => [number, number];
}

// Fits a box into a width; the height follows.
export function frameOf(box: Box, width: number, margin = 8): Frame {
  const shrink = Math.cos((((box.south + box.north) / 2) * Math.PI) / 180);
  const wide = Math.max((box.east - box.west) * shrink, 1e-9);
  const high = Math.max(box.north - box.south, 1e-9);
  const scale = (width - 2 * margin) / wide;
  return {
    width,
    height: high * scale + 2 * margin,
    place: ([x, y]) => [
      margin + (x - box.west) * shrink * scale,
      margin + (box.north - y) * scale,
    ],
  };
}

// Centre of mass of a ring; of one without area the mean of its points. Counted from its first
// point: regions are tiny against their coordinates.
export function centreOf(ring: Ring): Position {
  const [left, low] = ring[0] ?? [0, 0];
  let area = 0;
  let x = 0;
  let y = 0;
  ring.forEach(([toX, toY], i) => {
    const [fromX, fromY] = ring[(i + ring.length - 1) % ring.length] as Position;
    const cross = (fromX - left) * (toY - low) - (toX - left) * (fromY - low);
    area += cross;
    x += (fromX + toX - 2 * left) * cross;
    y += (fromY + toY - 2 * low) * cross;
  });
  if (Math.abs(area) < 1e-18) {
    const count = ring.length || 1;
    return [
      ring.reduce((sum, [at]) => sum + at, 0) / count,
      ring.reduce((sum, [, at]) => sum + at, 0) / count,
    ];
  }
  return [left + x / (3 * area), low + y / (3 * area)];
}

export function pathOf(rings: readonly Ring[], place: Frame['place']): string {
  return rings
    .map((ring) => {
      const points = ring.map((position) => {
        const [x, y] = place(position);
        return `${x.toFixed(1)} ${y.toFixed(1)}`;
      });
      return `M${points.join('L')}Z`;
    })
    .join('');
}
