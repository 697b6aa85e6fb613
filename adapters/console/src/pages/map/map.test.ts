import { describe, expect, test } from 'vitest';
import { areasOf, below } from './features';
import { boxOf, centreOf, frameOf, pathOf, ringsOf, type Geometry, type Ring } from './geometry';
import { countsByArea, darkness, worst } from './shading';
import { moved, scaled, viewOn } from './view';

const square: Ring = [
  [117.74, 24.62],
  [117.75, 24.62],
  [117.75, 24.63],
  [117.74, 24.63],
  [117.74, 24.62],
];

describe('the drawing of the map', () => {
  test('given polygons and several of them, then all rings are drawn', () => {
    expect(ringsOf({ type: 'Polygon', coordinates: [square] })).toHaveLength(1);
    expect(ringsOf({ type: 'MultiPolygon', coordinates: [[square], [square]] })).toHaveLength(2);
    expect(ringsOf({ type: 'Point', coordinates: [1, 2] })).toEqual([]);
  });

  test('given a tiny ring far from the origin, then its centre is exact', () => {
    const [x, y] = centreOf(square);
    expect(x).toBeCloseTo(117.745, 9);
    expect(y).toBeCloseTo(24.625, 9);
  });

  test('given a ring without area, then its centre is the mean of its points', () => {
    expect(centreOf([[1, 1], [3, 3]])).toEqual([2, 2]);
  });

  test('given a box, then north is up and all lies within', () => {
    const frame = frameOf(boxOf([square])!, 400);
    const [left, bottom] = frame.place([117.74, 24.62]);
    const [right, top] = frame.place([117.75, 24.63]);
    expect(left).toBeCloseTo(8);
    expect(right).toBeCloseTo(392);
    expect(top).toBeCloseTo(8);
    expect(bottom).toBeCloseTo(frame.height - 8);
    // A degree of longitude is shorter than one of latitude there.
    expect(frame.height).toBeGreaterThan(frame.width);
  });

  test('given rings, then the path closes each', () => {
    expect(pathOf([[[0, 0], [1, 0]]], ([x, y]) => [x, y])).toBe('M0.0 0.0L1.0 0.0Z');
  });

  test('given nothing, then there is no box', () => {
    expect(boxOf([])).toBeUndefined();
  });
});

describe('the shading of the map', () => {
  const areas = [
    { code: '350605', parent: '' },
    { code: '350605100', parent: '350605' },
    { code: '350605100001', parent: '350605100' },
    { code: '350605100001001', parent: '350605100001' },
  ];
  const load = (area_code: string, red: number, blue: number) => ({
    unit: 'u',
    tier: 'compound',
    area_code,
    red,
    yellow: 0,
    blue,
  });

  test('given loads below, then they count in all areas above', () => {
    const counts = countsByArea([load('350605100001001', 1, 2), load('350605100', 0, 3)], areas);
    expect(counts.get('350605100001001')).toEqual({ red: 1, yellow: 0, blue: 2 });
    expect(counts.get('350605100')).toEqual({ red: 1, yellow: 0, blue: 5 });
    expect(counts.get('350605')).toEqual({ red: 1, yellow: 0, blue: 5 });
  });

  test('given a building that the map does not have, then its compound counts it', () => {
    const counts = countsByArea([load('350605100001001002', 0, 1)], areas);
    expect(counts.get('350605100001001')?.blue).toBe(1);
  });

  test('given an area of nowhere, then nothing counts it', () => {
    const counts = countsByArea([load('999', 1, 0), load('', 1, 0)], areas);
    expect([...counts.values()].every((sum) => sum.red === 0)).toBe(true);
  });

  test('given areas that are each other’s parents, then counting ends', () => {
    const circle = [
      { code: '1', parent: '2' },
      { code: '2', parent: '1' },
    ];
    expect(countsByArea([load('1', 1, 0)], circle).get('2')?.red).toBe(1);
  });

  test('given counts, then the worst colour leads and the busiest is darkest', () => {
    expect(worst({ red: 1, yellow: 5, blue: 9 })).toBe('red');
    expect(worst({ red: 0, yellow: 0, blue: 0 })).toBe('none');
    expect([0, 1, 5, 10].map((count) => darkness(count, 10))).toEqual([0, 1, 2, 4]);
  });
});

describe('looking at a part of the map', () => {
  const whole = { width: 1000, height: 500 };
  const all = { x: 0, y: 0, ...whole };

  test('given closer about a point, then the point stays where it is', () => {
    const view = scaled(all, 0.5, whole, [250, 125]);
    expect(view).toEqual({ x: 125, y: 62.5, width: 500, height: 250 });
  });

  test('given farther than the whole, then the whole is shown', () => {
    expect(scaled(scaled(all, 0.5, whole), 10, whole)).toEqual(all);
  });

  test('given a way beyond the edge, then it ends at the edge', () => {
    const view = scaled(all, 0.5, whole);
    expect(moved(view, 9999, -9999, whole)).toMatchObject({ x: 500, y: 0 });
  });

  test('given a box, then it is in the middle with room around', () => {
    const view = viewOn({ x: 400, y: 200, width: 100, height: 50 }, whole);
    expect(view.x + view.width / 2).toBeCloseTo(450);
    expect(view.width).toBeCloseTo(120);
    expect(view.width / view.height).toBeCloseTo(2);
  });
});

describe('the areas of the map', () => {
  const feature = (code: string, parent: string, geometry: Geometry | null) => ({
    type: 'Feature' as const,
    geometry,
    properties: { code, name: code, kind: 'compound', parent, households: 1, schematic: true },
  });
  const collection = {
    type: 'FeatureCollection' as const,
    features: [
      feature('3', '2', null),
      feature('2', '1', { type: 'Polygon', coordinates: [square] }),
      feature('1', '', null),
      feature('9', '', null),
    ],
  };

  test('given an area without an outline, then it has no centre but is there', () => {
    const [first, second] = areasOf(collection);
    expect(first).toMatchObject({ centre: undefined, schematic: true });
    expect(second?.centre?.[0]).toBeCloseTo(117.745);
  });

  test('given an area, then all below it belongs to it, in whatever order they come', () => {
    const codes = below(areasOf(collection), '1').map((area) => area.code);
    expect(codes.sort()).toEqual(['1', '2', '3']);
  });
});
