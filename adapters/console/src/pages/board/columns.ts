import { severities, type CaseView, type Severity } from '../../api/types';

// Which case stands in which column, and in which order: red before yellow before blue, then the
// promise that is due first.

export const columnNames = ['compound', 'community', 'street', 'department', 'desk'] as const;
export type ColumnName = (typeof columnNames)[number];

export interface Filter {
  words: string;
  severity: Severity | '';
  unit: string;
  area: string; // code; with all below it
}

const columnOfTier: Record<string, ColumnName> = {
  building: 'compound',
  compound: 'compound',
  community: 'community',
  street: 'street',
  department: 'department',
  district: 'department',
};

export function columnOf(item: CaseView): ColumnName {
  if (item.place === 'desk' || item.unit === 'triage' || item.unit === 'dispatch') return 'desk';
  return columnOfTier[item.tier] ?? 'desk';
}

export function dueOf(item: CaseView): number {
  let due = Infinity;
  for (const clock of item.clocks) {
    if (clock.running && clock.due_ms !== '0') due = Math.min(due, Number(clock.due_ms));
  }
  return due;
}

export function matches(item: CaseView, filter: Filter, inArea: (code: string) => boolean): boolean {
  if (filter.severity && item.severity !== filter.severity) return false;
  if (filter.unit && item.unit !== filter.unit) return false;
  if (filter.area && !inArea(item.area_code)) return false;
  if (!filter.words) return true;
  const text = `${item.case_id} ${item.category_name} ${item.area_name} ${item.unit_name}`;
  return filter.words.split(/\s+/).every((word) => text.includes(word));
}

export type Columns = Record<ColumnName, CaseView[]>;

export function columnsOf(items: Iterable<CaseView>): Columns {
  const columns: Columns = { compound: [], community: [], street: [], department: [], desk: [] };
  const due = new Map<CaseView, number>();
  for (const item of items) {
    due.set(item, dueOf(item));
    columns[columnOf(item)].push(item);
  }
  const rank = (item: CaseView): number => severities.indexOf(item.severity);
  const order = (a: CaseView, b: CaseView): number =>
    rank(a) - rank(b) ||
    compare(due.get(a) ?? Infinity, due.get(b) ?? Infinity) ||
    compare(Number(a.case_id), Number(b.case_id));
  for (const name of columnNames) columns[name].sort(order);
  return columns;
}

// Infinity minus itself is not 0.
const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);

export function countOf(items: readonly CaseView[]): Record<Severity, number> {
  const count = { red: 0, yellow: 0, blue: 0 };
  for (const item of items) ++count[item.severity];
  return count;
}
