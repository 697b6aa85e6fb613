import { parseExact } from '../exact_json';

// A whistle as the register tells it (row.proto, WhistleRow).
export interface Invited {
  unit: string;
  acknowledged: boolean;
  arrived: boolean;
  planned: boolean;
  released: boolean;
  missed: number;
  stars_from_whistler: number;
  stars_for_whistler: number;
  card: string;
}

export interface Whistle {
  id: string;
  kind: string;
  whistler: string;
  cases: string[];
  area: string;
  lead: string;
  invited: Invited[];
  blown_ms: number;
  acknowledge_by_ms?: number;
  arrive_by_ms?: number;
  plan_by_ms?: number;
  finish_by_ms?: number;
  hold: boolean;
  closed: boolean;
  rate_by_ms?: number;
}

type Numbers = 'id' | 'area' | 'cases';
type Raw = Omit<Whistle, Numbers> & {
  id: number | string;
  area: number | string;
  cases: (number | string)[];
};

export function whistleOf(json: string): Whistle {
  const raw = parseExact(json) as Raw;
  return { ...raw, id: String(raw.id), area: String(raw.area), cases: raw.cases.map(String) };
}
