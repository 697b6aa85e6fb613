import { describe, expect, test } from 'vitest';
import { byUrgency, canClose, courseOf, minutesBetween, nextDue, type WhistleFact } from './course';
import { whistleOf } from './row';

const minute = 60_000;
const blown = 1_773_331_200_000;

const json = (water: object = {}, whistle: object = {}): string =>
  JSON.stringify({
    id: 1,
    kind: 'emergency',
    whistler: 'street-wuan',
    cases: [32],
    area: 350605100,
    lead: 'changtai-water',
    invited: [
      {
        unit: 'changtai-water',
        acknowledged: true,
        arrived: true,
        planned: false,
        released: false,
        missed: 0,
        stars_from_whistler: 0,
        stars_for_whistler: 0,
        card: 'none',
        ...water,
      },
    ],
    blown_ms: blown,
    acknowledge_by_ms: blown + 5 * minute,
    arrive_by_ms: blown + 30 * minute,
    hold: true,
    closed: false,
    ...whistle,
  });

function fact(event: string, minutes: number, details: Record<string, string> = {}): WhistleFact {
  const all = { id: '1', unit: 'changtai-water', ...details };
  return {
    sequence: '1',
    time_ms: String(blown + minutes * minute),
    event,
    actor: 'wang',
    details: Object.entries(all).map(([name, value]) => ({ name, value })),
  };
}

const course = (text: string, facts: WhistleFact[]): ReturnType<typeof courseOf> => {
  const whistle = whistleOf(text);
  return courseOf(whistle, whistle.invited[0]!, facts);
};

describe('the course of a whistle', () => {
  test('given the fact of an arrival, then it says after how many minutes', () => {
    const [, arrive] = course(json(), [fact('unit_reported_in', 12.9)]).steps;
    expect(arrive).toMatchObject({ state: 'done', minutes: 12 });
  });

  test('given no fact of it, then it was done, but nobody says when', () => {
    const [, arrive] = course(json(), []).steps;
    expect(arrive).toMatchObject({ state: 'done', minutes: undefined });
  });

  test('given an arrival after its time, then it was late', () => {
    const [, arrive] = course(json(), [fact('unit_reported_in', 31)]).steps;
    expect(arrive?.state).toBe('done_late');
    expect(course(json({ missed: 1 << 2 }), []).steps[1]?.state).toBe('done_late');
  });

  test('given nobody came in time, then it is missed; before that it is awaited', () => {
    expect(course(json({ arrived: false, missed: 1 << 2 }), []).steps[1]?.state).toBe('missed');
    expect(course(json({ arrived: false }), []).steps[1]?.state).toBe('waiting');
  });

  test('given a kind without a plan, then no plan is awaited', () => {
    expect(course(json(), []).steps[2]?.state).toBe('not_asked');
  });

  test('given measures, then only the plan counts as the plan', () => {
    const facts = [
      fact('measure_recorded', 20, { plan: 'no', note: '已关主阀' }),
      fact('measure_recorded', 40, { plan: 'yes', note: '方案' }),
    ];
    const found = course(json({ planned: true }), facts);
    expect(found.measures.map((measure) => measure.note)).toEqual(['已关主阀', '方案']);
    expect(found.steps[2]?.minutes).toBe(40);
  });

  test('given facts of another whistle or unit, then they are not its own', () => {
    const facts = [
      fact('unit_reported_in', 1, { id: '2' }),
      fact('unit_reported_in', 1, { unit: 'changtai-gas' }),
    ];
    expect(course(json(), facts).steps[1]?.minutes).toBeUndefined();
  });

  test('given somebody is still there, then it cannot be closed', () => {
    expect(canClose(whistleOf(json()))).toBe(false);
    expect(canClose(whistleOf(json({ released: true })))).toBe(true);
    expect(canClose(whistleOf(json({ released: true }, { closed: true })))).toBe(false);
  });

  test('given steps done and missed, then the next due one is what still runs', () => {
    expect(nextDue(whistleOf(json({ arrived: false })))).toBe(blown + 30 * minute);
    expect(nextDue(whistleOf(json()))).toBe(Infinity);
  });

  test('given several whistles, then emergencies lead, then what is due next', () => {
    const at = (id: number, kind: string, arrived: boolean): ReturnType<typeof whistleOf> =>
      whistleOf(json({ arrived }, { id, kind }));
    const sorted = [at(1, 'routine', true), at(2, 'routine', false), at(3, 'emergency', true)].sort(
      byUrgency,
    );
    expect(sorted.map((whistle) => whistle.id)).toEqual(['3', '2', '1']);
  });

  test('given a kind without an end, then its release is awaited all the same', () => {
    expect(course(json(), []).steps[3]?.state).toBe('waiting');
  });

  test('given a clock that went back, then no minutes are negative', () => {
    expect(minutesBetween(100, 0)).toBe(0);
    expect(minutesBetween(0, 59_999)).toBe(0);
  });
});
