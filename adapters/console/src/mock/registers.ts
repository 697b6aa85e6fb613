import type { MockRecord, World } from './world';

// Rows beside the cases: whistles and storms.

const minute = 60_000;

function whistles(world: World): { key: string; row: object }[] {
  const now = world.now();
  const cases = [...world.cases.keys()].slice(0, 4).map(Number);
  const invited = (unit: string, upTo: number, missed = 0) => ({
    unit,
    acknowledged: upTo > 0,
    arrived: upTo > 1,
    planned: upTo > 2,
    released: upTo > 3,
    missed,
    stars_from_whistler: 0,
    stars_for_whistler: 0,
    card: missed ? 'yellow_card' : 'none',
  });
  const whistle = (id: number, kind: string, ago: number, units: object[], closed: boolean) => ({
    key: String(id),
    row: {
      id,
      kind,
      whistler: 'street-wuan',
      cases: cases.slice(0, 2),
      area: 350605100,
      lead: 'changtai-urban-management',
      invited: units,
      blown_ms: now - ago * minute,
      acknowledge_by_ms: now - (ago - 5) * minute,
      arrive_by_ms: now - (ago - 30) * minute,
      plan_by_ms: now - (ago - 480) * minute,
      finish_by_ms: now - (ago - 2880) * minute,
      hold: kind === 'emergency',
      closed,
    },
  });
  return [
    whistle(1, 'emergency', 22, [
      invited('changtai-urban-management', 2),
      invited('changtai-fire', 1),
      invited('changtai-police', 0, 2),
    ], false),
    whistle(2, 'enforcement', 400, [
      invited('changtai-urban-management', 3),
      invited('changtai-market', 2, 4),
    ], false),
    whistle(3, 'routine', 3000, [invited('changtai-housing', 4)], true),
  ];
}

function storms(world: World): { key: string; row: object }[] {
  const now = world.now();
  return [
    {
      key: '1',
      row: {
        id: 1,
        major: '水电气热类',
        area: 350605100001,
        began_ms: now - 70 * minute,
        cases: 23,
        complaints: 37,
        ended: false,
      },
    },
  ];
}

// When the whistles were answered, as the stream tells it.
export function whistleFacts(world: World): MockRecord[] {
  const events = ['whistle_acknowledged', 'unit_reported_in', 'measure_recorded', 'unit_released'];
  const done = ['acknowledged', 'arrived', 'planned', 'released'] as const;
  return whistles(world).flatMap(({ row }, at) => {
    const { id, invited, blown_ms } = row as {
      id: number;
      invited: (Record<(typeof done)[number], boolean> & { unit: string })[];
      blown_ms: number;
    };
    return invited.flatMap((unit, i) =>
      done.flatMap((step, number) => {
        if (!unit[step]) return [];
        const sequence = 1 + at * 100 + i * 10 + number;
        const detail = (name: string, value: string) => ({ name, value, time_ms: '0' });
        return {
          sequence,
          facts: [
            {
              sequence: String(sequence),
              index: 0,
              time_ms: String(blown_ms + (3 + number * 11 + i * 4) * minute),
              event: events[number] as string,
              case_id: '0',
              verb: '',
              actor: 'chen.jianguo',
              policy_version: '',
              principal: '',
              details: [
                detail('id', String(id)),
                detail('unit', unit.unit),
                detail('plan', number === 2 ? 'yes' : ''),
                detail('note', ['', '带队 2 人到场', '先行围挡，明日整改', ''][number] as string),
              ],
            },
          ],
        };
      }),
    );
  });
}

export function registersOf(world: World, kind: string, query: URLSearchParams): unknown {
  const rows = kind === 'whistle' ? whistles(world) : kind === 'storm' ? storms(world) : [];
  const key = query.get('key');
  return {
    rows: rows
      .filter((row) => !key || row.key === key)
      .map((row) => ({ kind, key: row.key, json: JSON.stringify(row.row) })),
    more: false,
  };
}
