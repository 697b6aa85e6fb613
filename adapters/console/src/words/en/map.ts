import type { map as zh } from '../zh/map';

export const map: typeof zh = {
  title: 'Map',
  level: 'Show',
  levels: { street: 'Streets, townships', community: 'Communities, villages', compound: 'Compounds' },
  legend: 'Legend',
  shadeHint: 'Colour: the most urgent open case within; darkness: how many are open',
  schematic: 'Schematic',
  schematicHint: 'Dashed outlines are made up: no open data of the border',
  storm: 'Storm',
  stormHint: 'Rings: a burst of complaints about one thing',
  storms: (cases: number, major: string) => `${major}: ${cases}`,
  stormQuiet: 'quiet at',
  noStorms: 'No bursts at the moment',
  open: 'Open',
  households: 'Households',
  area: 'Area',
  none: 'No areas known',
  label: (name: string, red: number, yellow: number, blue: number) =>
    `${name} ${red + yellow + blue}: ${red} red, ${yellow} yellow, ${blue} blue`,
  toBoard: 'Show on the board',
  table: 'Open cases by area',
  asOf: 'As of',
  zoomIn: 'Closer',
  zoomOut: 'Farther',
  reset: 'Whole map',
  quiet: 'nothing open',
};
