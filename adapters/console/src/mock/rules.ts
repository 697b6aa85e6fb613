import { geometryOf } from './pack';
import type { World } from './world';

// One question of each kind that a page must be able to ask.
const floodingForm = [
  {
    code: 'passable',
    variable: true,
    datatype: 'singlevaluelist',
    required: true,
    order: 1,
    description: '能否通行',
    datatype_description: '',
    values: [
      { key: 'yes', name: '能' },
      { key: 'slow', name: '缓行' },
      { key: 'no', name: '不能' },
    ],
  },
  {
    code: 'depth',
    variable: true,
    datatype: 'number',
    required: false,
    order: 2,
    description: '积水深度（厘米）',
    datatype_description: '估计即可',
    values: [],
  },
  {
    code: 'affected',
    variable: true,
    datatype: 'multivaluelist',
    required: false,
    order: 3,
    description: '受影响的',
    datatype_description: '',
    values: [
      { key: 'car', name: '机动车' },
      { key: 'foot', name: '行人' },
    ],
  },
];

export function rulesOf(world: World): unknown {
  const { pack } = world;
  const spans = world.office.map((span) => ({
    from_ms: String(span.from_ms),
    until_ms: String(span.until_ms),
  }));
  return {
    policy_version: '3f9a1c7e20b4',
    city: 'changtai',
    city_title: '漳州市长泰区',
    time_zone: 'Asia/Shanghai',
    calendars: [
      { name: 'office', open: spans },
      { name: 'always', open: [] },
    ],
    categories: pack.categories.map((row) => ({
      code: row['code'],
      name: row['name'],
      name_en: row['name_en'],
      major: row['major'],
      kind: row['kind'],
      standard: row['standard'],
      matter_class: row['matter_class'],
      duty: row['duty'],
      department: row['department'],
      type: 'realtime',
      description: '',
      keywords: [],
      attributes: row['code'] === 'svc-flooding' ? floodingForm : [],
    })),
    areas: pack.areas.map((row) => ({
      code: row['code'],
      name: row['name'],
      kind: row['level'],
      parent: row['parent'] || '0',
      households: Number(row['households'] || 0),
      outline: row['outline'],
      management: row['management'],
    })),
    units: pack.units.map((row) => ({
      code: row['code'],
      name: row['name'],
      tier: row['tier'],
      area: row['area'] || '0',
      kind: row['department'],
    })),
    files: pack.files.map((file) => ({
      name: file.name,
      bytes: String(file.text.length),
      text: '',
    })),
    more: false,
  };
}

export function mapOf(world: World): unknown {
  return {
    type: 'FeatureCollection',
    features: world.pack.areas
      .filter((row) => row['level'] !== 'building')
      .map((row) => ({
        type: 'Feature',
        geometry: geometryOf(row['outline'] ?? ''),
        properties: {
          code: row['code'],
          name: row['name'],
          kind: row['level'],
          parent: row['parent'] ?? '',
          households: Number(row['households'] || 0),
          schematic: true,
        },
      })),
  };
}
