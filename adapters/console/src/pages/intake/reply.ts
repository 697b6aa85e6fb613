import type { ClockView, GuessView, PlaceCandidate, Reading, Route } from '../../api/types';

// What POST /api/v1/proposals answers (rules.proto, ProposeReply), and what the seat is shown of
// it.

export interface ProposeReply {
  reading: Reading;
  disposition: string;
  decline_ground: string;
  route: Route | null;
  clocks: ClockView[];
  guesses: GuessView[];
  place_candidates: PlaceCandidate[];
  time_ms: string;
}

export interface SubmitReply {
  complaint_id: string;
  case_id: string;
  disposition: string;
  decline_ground: string;
  severity: string;
  category: string;
  area_code: string;
  unit: string;
  tier: string;
  received_at_ms: string;
  resolve_due_ms: string;
  replayed: boolean;
}

// Other categories the seat may want: guesses and the runner-up, without the chosen one, once each.
export function otherCategories(reply: ProposeReply): GuessView[] {
  const { reading } = reply;
  const seen = new Set([reading.category]);
  const second = reading.second
    ? [{ category: reading.second, category_name: reading.second_name, strength: '' }]
    : [];
  return [...reply.guesses, ...second].filter(({ category }) => {
    if (seen.has(category)) return false;
    seen.add(category);
    return true;
  });
}

// Deadlines by the time they are due; what has no end comes last.
export const clocksInOrder = (clocks: readonly ClockView[]): ClockView[] =>
  [...clocks].sort(
    (l, r) => (Number(l.due_ms) || Infinity) - (Number(r.due_ms) || Infinity),
  );
