/// <reference types="node" />
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// The places, units and categories of a city, as its pack under config/ has them.

export type Row = Record<string, string>;

// One line of CSV; cells in quotes may hold commas.
function cellsOf(line: string): string[] {
  const cells: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) {
    cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  }
  return cells;
}

function rowsOf(file: string): Row[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').split('\n');
  const [head = '', ...rest] = lines.filter((line) => line.trim() !== '' && !line.startsWith('#'));
  const columns = cellsOf(head);
  return rest.map((line) => {
    const cells = cellsOf(line);
    return Object.fromEntries(columns.map((column, i) => [column, cells[i] ?? '']));
  });
}

export interface Pack {
  areas: Row[];
  units: Row[];
  categories: Row[];
  files: { name: string; text: string }[];
}

const fileNames = ['areas.csv', 'units.csv', 'categories.csv', 'limits.csv', 'catalogue.csv'];

export function readPack(config: string, city: string): Pack {
  const folders = [join(config, 'base'), join(config, 'cities', city)];
  // A row of the city takes the place of the one with its code.
  const both = (name: string): Row[] => {
    const rows = folders.flatMap((folder) => rowsOf(join(folder, name)));
    return [...new Map(rows.map((row) => [row['code'], row])).values()];
  };
  const files = [
    ...fileNames.map((name) => ({ name: `base/${name}`, path: join(folders[0] ?? '', name) })),
    ...fileNames.map((name) => ({ name, path: join(folders[1] ?? '', name) })),
  ]
    .filter((file) => existsSync(file.path))
    .map((file) => ({ name: file.name, text: readFileSync(file.path, 'utf8') }));
  return {
    areas: both('areas.csv'),
    units: both('units.csv'),
    categories: both('categories.csv'),
    files,
  };
}

// POLYGON ((lon lat, ...)) as GeoJSON; null for anything else.
export function geometryOf(outline: string): { type: 'Polygon'; coordinates: number[][][] } | null {
  const ring = /^POLYGON \(\((.*)\)\)$/.exec(outline)?.[1];
  if (!ring) return null;
  const positions = ring.split(',').map((pair) => pair.trim().split(' ').map(Number));
  return { type: 'Polygon', coordinates: [positions] };
}
