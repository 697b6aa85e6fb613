import { change, noMonthBefore, nothingAsked, percent, perTenThousand } from './rates';

// A line of the scoreboard as the engine tells it (registers.proto, ScoreLine).
export interface ScoreLine {
  dimension: string;
  key: string;
  name: string;
  response_rate: number;
  solve_rate: number;
  satisfaction_rate: number;
  on_time_rate: number;
  return_rate: number;
  repeat_rate: number;
  whistle_rate: number;
  whistle_band: string;
  per_ten_thousand_households: number;
  month_on_month: number;
  score: number;
  stars: number;
  list: string;
  points: string;
  counts: { measure: string; count: string }[];
  double_score: number;
  rated: number;
}

export interface ScoreboardReply {
  period: number;
  lines: ScoreLine[];
  more: boolean;
}

export const countOf = (line: ScoreLine, measure: string): number =>
  Number(line.counts.find((count) => count.measure === measure)?.count ?? 0);

export type Column =
  | 'score'
  | 'response_rate'
  | 'solve_rate'
  | 'satisfaction_rate'
  | 'on_time_rate'
  | 'return_rate'
  | 'repeat_rate'
  | 'whistle_rate'
  | 'per_ten_thousand_households'
  | 'month_on_month'
  | 'accepted'
  | 'finished'
  | 'points'
  | 'stars';

// Which columns say something about what kind of line.
export function columnsOf(dimension: string): Column[] {
  const rates: Column[] = ['response_rate', 'solve_rate', 'satisfaction_rate', 'on_time_rate'];
  if (dimension === 'area' || dimension === 'area_category') {
    return [
      'accepted',
      'per_ten_thousand_households',
      'month_on_month',
      'solve_rate',
      'satisfaction_rate',
      'on_time_rate',
      'repeat_rate',
      'score',
    ];
  }
  return ['score', ...rates, 'finished', 'return_rate', 'whistle_rate', 'points', 'stars'];
}

export function valueOf(line: ScoreLine, column: Column): number {
  if (column === 'accepted' || column === 'finished') return countOf(line, column);
  if (column === 'points') return Number(line.points);
  return line[column];
}

export function textOf(line: ScoreLine, column: Column): string {
  const value = valueOf(line, column);
  switch (column) {
    case 'accepted':
    case 'finished':
    case 'points':
      return String(value);
    case 'stars':
      return value === 0 ? '—' : '★'.repeat(value);
    case 'month_on_month':
      return change(value);
    case 'per_ten_thousand_households':
      return perTenThousand(value);
    default:
      return percent(value);
  }
}

// For files: numbers alone, without signs and units; empty where there is none.
export function cellOf(line: ScoreLine, column: Column): string | number {
  const value = valueOf(line, column);
  if (column === 'accepted' || column === 'finished' || column === 'points' || column === 'stars') {
    return value;
  }
  if (value === (column === 'month_on_month' ? noMonthBefore : nothingAsked)) return '';
  return (value / 10).toFixed(1);
}
