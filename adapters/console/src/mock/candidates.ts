import { Refused } from './acts';
import type { World } from './world';

// Candidates of rules: what one would change, and what it would have made of a week.

const hour = 3_600_000;
const runsFor = 3_000; // ms until a comparison is there

const versions = {
  name: 'changtai',
  before: '3f9a1c7e20b4d95c77f1',
  after: 'b1d04e92aa6c0f318e52',
};

export const packs = [{ name: 'changtai-next', title: '长泰（修订稿）' }];

export function planOf(world: World, pack: unknown): unknown {
  if (!packs.some((known) => known.name === pack)) throw new Refused(404, 'UNKNOWN_PACK');
  const open = [...world.cases.values()].filter((item) => item.status !== 'closed');
  const moves = open.slice(0, 40).map((item) => {
    const due = Number(item.clocks.find((clock) => clock.stage === 'resolve')?.due_ms ?? 0);
    return {
      case: Number(item.case_id),
      stage: 'resolve',
      due_ms: due || null,
      would_be_ms: due ? due - 24 * hour : null,
      rule: 'limits.csv:24 收紧办结时限',
    };
  });
  const change = (key: string, before: string, after: string, line: number) => ({
    table: 'limits',
    key,
    kind: 'changed',
    field: 'limit',
    before,
    after,
    place: `limits.csv:${line}:17`,
  });
  return {
    ...versions,
    changes: [
      change('resolve,blue,,,', '5wd', '3wd', 24),
      change('resolve,yellow,,,', '72h', '48h', 25),
    ],
    open: {
      open_cases: open.length,
      affected_cases: moves.length,
      moves,
      routes: [
        {
          case: Number(open[0]?.case_id ?? 1),
          from: 'street-wuan',
          to: 'changtai-urban-management',
          rule: 'catalogue.csv:31',
        },
      ],
      lines: { 'street-wuan': { gains: 0, loses: 1 } },
    },
  };
}

const jobs = new Map<string, number>(); // when each began

export function beginWhatIf(pack: unknown, now: number): unknown {
  if (!packs.some((known) => known.name === pack)) throw new Refused(404, 'UNKNOWN_PACK');
  const id = String(jobs.size + 1);
  jobs.set(id, now);
  return { id };
}

export function whatIfOf(id: string, now: number): unknown {
  const began = jobs.get(id);
  if (began === undefined) throw new Refused(404, 'UNKNOWN_WHAT_IF');
  return now - began < runsFor ? { id } : report(now);
}

function report(now: number): unknown {
  const stage = (before: number, after: number, sooner = 0) => ({
    same: 191 - sooner,
    sooner,
    later: 0,
    only_before: 0,
    only_after: 0,
    sooner_by_ms: sooner * 48 * hour,
    sooner_by_max_ms: sooner ? 96 * hour : 0,
    later_by_ms: 0,
    later_by_max_ms: 0,
    broken: { before, after },
    newly_broken: Math.max(0, after - before),
    no_longer_broken: 0,
  });
  const line = (before: number, after: number) => ({
    arrivals: { before, after },
    peak: { before: Math.ceil(before / 4), after: Math.ceil(after / 4) },
  });
  return {
    ...versions,
    rule_changes: 2,
    from_ms: now - 7 * 24 * hour,
    to_ms: now,
    differences: Array.from({ length: 140 }, (_, i) => ({
      complaint: i + 1,
      case: i + 1,
      deadlines: [{ stage: 'resolve' }],
      ...(i < 9 ? { colour: { before: 'blue', after: 'yellow' } } : {}),
    })),
    records: 2084,
    complaints: 223,
    different: 140,
    joined_older_cases: 0,
    fidelity: { compared: 223, agree: 223, disagree: [] },
    cases: { before: 191, after: 191 },
    read_by_a_person: { before: 28, after: 24 },
    dispositions: [{ before: 'awaits_triage', after: 'filed', count: 4 }],
    categories: [{ before: '06028', after: '08001', count: 3 }],
    colours: [{ before: 'blue', after: 'yellow', count: 9 }],
    units: [{ before: 'street-wuan', after: 'changtai-urban-management', count: 11 }],
    other_ways: 11,
    stages: { sign: stage(26, 26), on_site: stage(7, 8), resolve: stage(14, 22, 140) },
    climbs: { before: 108, after: 97 },
    climb_more: 0,
    climb_less: 11,
    yellow_cards: { before: 19, after: 21 },
    red_cards: { before: 31, after: 33 },
    lines: {
      'street-wuan': line(52, 41),
      'changtai-urban-management': line(11, 22),
      triage: line(28, 24),
    },
    refused: {},
  };
}
