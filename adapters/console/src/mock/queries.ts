import type { Board, CaseView, Cases, Severity } from '../api/types';
import type { World } from './world';

// What is read of the city: lists of cases, loads, the scoreboard, the map.

const rank: Record<Severity, number> = { red: 0, yellow: 1, blue: 2 };

const dueOf = (item: CaseView): number =>
  Math.min(
    Infinity,
    ...item.clocks.filter((clock) => clock.due_ms !== '0').map((clock) => Number(clock.due_ms)),
  );

const orders: Record<string, (a: CaseView, b: CaseView) => number> = {
  newest: (a, b) => Number(b.received_at_ms) - Number(a.received_at_ms),
  oldest: (a, b) => Number(a.received_at_ms) - Number(b.received_at_ms),
  most_urgent: (a, b) => rank[a.severity] - rank[b.severity] || dueOf(a) - dueOf(b),
};

function textOf(world: World, item: CaseView): string {
  return (world.complaints.get(item.case_id) ?? []).map((complaint) => complaint.text).join(' ');
}

export function casesOf(world: World, query: URLSearchParams): Cases {
  const list = (name: string): string[] => query.getAll(name).flatMap((value) => value.split(','));
  const has = (name: string, value: string): boolean =>
    !query.get(name) || list(name).includes(value);
  const wanted = query.get('q')?.trim();
  const found = [...world.cases.values()].filter(
    (item) =>
      has('case', item.case_id) &&
      has('severity', item.severity) &&
      has('status', item.status) &&
      has('unit', item.unit) &&
      has('tier', item.tier) &&
      has('category', item.category) &&
      has('worker', item.worker) &&
      (!query.get('area') || list('area').some((area) => item.area_code.startsWith(area))) &&
      (query.get('open') !== 'true' || item.status !== 'closed') &&
      (query.get('open') !== 'false' || item.status === 'closed') &&
      (!query.get('since') || Number(item.received_at_ms) >= Number(query.get('since'))) &&
      (!query.get('until') || Number(item.received_at_ms) < Number(query.get('until'))) &&
      (!wanted || textOf(world, item).includes(wanted) || item.category_name.includes(wanted)),
  );
  const order = orders[query.get('order') ?? 'newest'] ?? orders['newest'];
  if (!query.has('case') && order) found.sort(order);
  const size = Math.min(Number(query.get('page_size') ?? 50), 1000);
  const page = Math.max(1, Number(query.get('page') ?? 1));
  return {
    cases: found.slice((page - 1) * size, page * size),
    total: String(found.length),
    page,
    page_size: size,
    as_of_sequence: String(world.sequence),
  };
}

export function boardOf(world: World): Board {
  const loads = new Map<string, Board['loads'][number]>();
  for (const item of world.cases.values()) {
    if (item.status === 'closed') continue;
    const area = world.pack.units.find((unit) => unit['code'] === item.unit)?.['area'] ?? '350605';
    const load = loads.get(item.unit) ?? {
      unit: item.unit,
      unit_name: item.unit_name,
      tier: item.tier,
      area_code: area,
      red: 0,
      yellow: 0,
      blue: 0,
      oldest_received_ms: item.received_at_ms,
      escalations_last_hour: 0,
    };
    load[item.severity] += 1;
    if (Number(item.received_at_ms) < Number(load.oldest_received_ms)) {
      load.oldest_received_ms = item.received_at_ms;
    }
    const hourAgo = world.now() - 3_600_000;
    load.escalations_last_hour += (world.factsOf.get(item.case_id) ?? []).filter(
      (fact) => fact.event === 'case_escalated' && Number(fact.time_ms) > hourAgo,
    ).length;
    loads.set(item.unit, load);
  }
  return { loads: [...loads.values()], time_ms: String(world.now()) };
}

export function queuesOf(world: World, query: URLSearchParams): unknown {
  const only = query.get('unit');
  const queues = boardOf(world)
    .loads.filter((load) => !only || load.unit === only)
    .map((load) => ({
      unit: load.unit,
      name: load.unit_name,
      tier: load.tier,
      red: load.red,
      yellow: load.yellow,
      blue: load.blue,
      earliest_due_ms: '0',
      heads: [...world.cases.values()]
        .filter((item) => item.unit === load.unit && item.status === 'dispatched')
        .slice(0, 10)
        .map((item) => item.case_id),
    }));
  return { queues, time_ms: String(world.now()) };
}

function scoredBy(world: World, dimension: string): Record<string, string>[] {
  const levels = ['district', 'street', 'community'];
  switch (dimension) {
    case 'all':
      return [{ code: '', name: '' }];
    case 'area':
      return world.pack.areas.filter((area) => levels.includes(area['level'] ?? '')).slice(0, 40);
    case 'tier':
      return ['building', 'compound', 'community', 'street', 'department'].map((code) => ({
        code,
        name: code,
      }));
    default:
      return world.pack.units.filter(
        (unit) => unit['tier'] === 'department' || unit['tier'] === 'street',
      );
  }
}

export function scoreboardOf(world: World, query: URLSearchParams): unknown {
  const dimension = query.get('dimension') || 'unit';
  const period = Number(query.get('period') || 202603);
  const key = query.get('key');
  const rows = scoredBy(world, dimension).filter((row) => !key || row['code'] === key);
  const lines = rows.map((row, i) => {
    // The same for each period, and not the same in each.
    const at = (salt: number, from: number, span: number): number =>
      from + ((i * 37 + salt * 101 + (period % 100) * 53) % span);
    const accepted = at(9, 12, 80);
    return {
      dimension,
      key: row['code'],
      name: row['name'],
      response_rate: at(1, 880, 121),
      solve_rate: at(2, 780, 200),
      satisfaction_rate: i % 11 === 10 ? -1 : at(3, 760, 221),
      on_time_rate: at(4, 820, 180),
      return_rate: at(5, 0, 60),
      repeat_rate: at(6, 0, 90),
      whistle_rate: at(7, 0, 80),
      whistle_band: ['low', 'within', 'high'][i % 3],
      per_ten_thousand_households: dimension === 'area' ? at(8, 20, 300) : -1,
      month_on_month: i % 7 === 6 ? -1001 : at(10, -200, 400),
      score: at(11, 780, 210),
      stars: at(12, 1, 5),
      list: i < 3 ? 'red' : i > rows.length - 3 ? 'black' : '',
      points: String(at(13, -20, 140)),
      counts: [
        { measure: 'accepted', count: String(accepted) },
        { measure: 'finished', count: String(Math.round(accepted * 0.9)) },
      ],
      double_score: at(14, 300, 200),
      rated: at(15, 300, 200),
    };
  });
  return { period, lines, more: false };
}
