// What `whistled plan --json` and `whistled what-if --json` say, and what the charts show of it.

export interface RuleChange {
  table: string;
  key: string;
  kind: string; // added removed changed
  field?: string;
  before?: string;
  after?: string;
  place?: string;
}

export interface DueMove {
  case: number;
  stage: string;
  due_ms: number | null;
  would_be_ms: number | null;
  rule: string;
}

export interface RouteMove {
  case: number;
  from: string; // unit
  to: string;
  rule: string;
}

export interface Plan {
  name: string;
  before: string;
  after: string;
  changes: RuleChange[];
  open: {
    open_cases: number;
    affected_cases: number;
    moves: DueMove[];
    routes: RouteMove[];
    lines: Record<string, { gains: number; loses: number }>;
  } | null;
}

export interface Both {
  before: number;
  after: number;
}

export interface Change {
  before: string;
  after: string;
  count: number;
}

export interface StageChange {
  same: number;
  sooner: number;
  later: number;
  only_before: number;
  only_after: number;
  sooner_by_ms: number;
  later_by_ms: number;
  broken: Both;
  newly_broken: number;
  no_longer_broken: number;
}

export interface Difference {
  complaint: number;
  case: number;
  disposition?: unknown;
  category?: unknown;
  colour?: unknown;
  route?: unknown;
  deadlines?: unknown[];
  broken?: unknown;
  climbs?: unknown;
  card?: unknown;
}

export interface WhatIf {
  name: string;
  before: string;
  after: string;
  rule_changes: number;
  from_ms: number;
  to_ms: number;
  differences: Difference[];
  complaints: number;
  different: number;
  fidelity: { compared: number; agree: number; disagree: number[] };
  cases: Both;
  read_by_a_person: Both;
  dispositions: Change[];
  categories: Change[];
  colours: Change[];
  units: Change[];
  stages: Record<string, StageChange>;
  climbs: Both;
  yellow_cards: Both;
  red_cards: Both;
  lines: Record<string, { arrivals: Both; peak: Both }>;
}

export interface Bar extends Both {
  name: string;
}

// The sums that lead the comparison, in the order of the story: read, filed, climbed, carded.
export function sumsOf(report: WhatIf): Bar[] {
  return [
    { name: 'read_by_a_person', ...report.read_by_a_person },
    { name: 'cases', ...report.cases },
    { name: 'climbs', ...report.climbs },
    { name: 'yellow_cards', ...report.yellow_cards },
    { name: 'red_cards', ...report.red_cards },
  ];
}

export function brokenByStage(report: WhatIf): Bar[] {
  return Object.entries(report.stages)
    .map(([name, stage]) => ({ name, ...stage.broken }))
    .filter((bar) => bar.before > 0 || bar.after > 0);
}

// Stages whose deadlines moved: how many came sooner, how many later.
export function movedByStage(report: WhatIf): { name: string; sooner: number; later: number }[] {
  return Object.entries(report.stages)
    .filter(([, stage]) => stage.sooner > 0 || stage.later > 0)
    .map(([name, stage]) => ({ name, sooner: stage.sooner, later: stage.later }));
}

// Lines whose work changes most, at most so many.
export function changedLines(report: WhatIf, most: number): Bar[] {
  return Object.entries(report.lines)
    .map(([name, line]) => ({ name, ...line.arrivals }))
    .filter((bar) => bar.before !== bar.after)
    .sort((l, r) => Math.abs(r.after - r.before) - Math.abs(l.after - l.before))
    .slice(0, most);
}

// How many earlier instants the same book did not decide the same way as the journal has it; 0
// means the comparison can be trusted whole.
export const isFaithful = (report: WhatIf): boolean =>
  report.fidelity.agree === report.fidelity.compared;

// Of each kind how many complaints differ by it, for the legend of the list.
export function kindsOfDifference(differences: readonly Difference[]): [string, number][] {
  const kinds = ['disposition', 'category', 'colour', 'route', 'deadlines', 'broken', 'climbs', 'card'];
  return kinds
    .map((kind): [string, number] => [
      kind,
      differences.filter((difference) => kind in difference).length,
    ])
    .filter(([, count]) => count > 0);
}
