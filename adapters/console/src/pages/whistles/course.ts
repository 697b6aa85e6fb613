import type { Invited, Whistle } from './row';

// What became of a call: worked out of the row of the register, which says what was done, and the
// facts, which say when.

export interface WhistleFact {
  sequence: string;
  time_ms: string;
  event: string;
  actor: string;
  details: { name: string; value: string; time_ms?: string }[];
}

export type StepName = 'acknowledge' | 'arrive' | 'plan' | 'finish';
export const stepNames: readonly StepName[] = ['acknowledge', 'arrive', 'plan', 'finish'];

// not_asked: the kind sets no limit, and it was not done either. Everybody is released some day.
export type StepState = 'done' | 'done_late' | 'missed' | 'waiting' | 'not_asked';

export interface Step {
  name: StepName;
  state: StepState;
  due_ms: number | undefined;
  at_ms: number | undefined; // unknown: the fact has not been seen
  minutes: number | undefined; // from the whistle to it
}

export interface Measure {
  at_ms: number;
  plan: boolean;
  by: string;
  note: string;
}

export interface UnitCourse {
  unit: string;
  lead: boolean;
  steps: Step[];
  measures: Measure[];
  notes: string[];
  released: boolean;
  card: string;
  stars_from_whistler: number;
  stars_for_whistler: number;
}

export function detail(fact: WhistleFact, name: string): string {
  return fact.details.find((item) => item.name === name)?.value ?? '';
}

// Whole minutes, as people say it: what took 59 seconds took no minute yet.
export function minutesBetween(from_ms: number, to_ms: number): number {
  return Math.max(0, Math.floor((to_ms - from_ms) / 60_000));
}

const eventOf: Record<StepName, string> = {
  acknowledge: 'whistle_acknowledged',
  arrive: 'unit_reported_in',
  plan: 'measure_recorded',
  finish: 'unit_released',
};

// Bits as in the engine's WhistleStep: acknowledge 1, arrive 2, plan 3, finish 4.
const bitOf = (name: StepName): number => 1 << (stepNames.indexOf(name) + 1);

const dueOf = (whistle: Whistle, name: StepName): number | undefined =>
  ({
    acknowledge: whistle.acknowledge_by_ms,
    arrive: whistle.arrive_by_ms,
    plan: whistle.plan_by_ms,
    finish: whistle.finish_by_ms,
  })[name];

const isDone = (invited: Invited, name: StepName): boolean =>
  ({
    acknowledge: invited.acknowledged,
    arrive: invited.arrived,
    plan: invited.planned,
    finish: invited.released,
  })[name];

function factOf(facts: readonly WhistleFact[], unit: string, name: StepName) {
  return facts.find(
    (fact) =>
      fact.event === eventOf[name] &&
      detail(fact, 'unit') === unit &&
      (name !== 'plan' || detail(fact, 'plan') === 'yes'),
  );
}

function stepOf(
  whistle: Whistle,
  invited: Invited,
  facts: readonly WhistleFact[],
  name: StepName,
): Step {
  const fact = factOf(facts, invited.unit, name);
  const due_ms = dueOf(whistle, name);
  const at_ms = fact ? Number(fact.time_ms) : undefined;
  const missed = (invited.missed & bitOf(name)) !== 0;
  const done = isDone(invited, name);
  const state = done
    ? missed || (at_ms !== undefined && due_ms !== undefined && at_ms > due_ms)
      ? 'done_late'
      : 'done'
    : missed
      ? 'missed'
      : due_ms === undefined && name !== 'finish'
        ? 'not_asked'
        : 'waiting';
  const minutes = at_ms === undefined ? undefined : minutesBetween(whistle.blown_ms, at_ms);
  return { name, state, due_ms, at_ms, minutes };
}

export function courseOf(
  whistle: Whistle,
  invited: Invited,
  facts: readonly WhistleFact[],
): UnitCourse {
  const own = facts.filter(
    (fact) => detail(fact, 'id') === whistle.id && detail(fact, 'unit') === invited.unit,
  );
  return {
    unit: invited.unit,
    lead: invited.unit === whistle.lead,
    steps: stepNames.map((name) => stepOf(whistle, invited, own, name)),
    measures: own
      .filter((fact) => fact.event === 'measure_recorded')
      .map((fact) => ({
        at_ms: Number(fact.time_ms),
        plan: detail(fact, 'plan') === 'yes',
        by: detail(fact, 'by'),
        note: detail(fact, 'note'),
      })),
    notes: own
      .filter((fact) => fact.event === 'unit_reported_in')
      .map((fact) => detail(fact, 'note'))
      .filter((note) => note !== ''),
    released: invited.released,
    card: invited.card,
    stars_from_whistler: invited.stars_from_whistler,
    stars_for_whistler: invited.stars_for_whistler,
  };
}

// What is due next, of anybody; for the order of the list.
export function nextDue(whistle: Whistle): number {
  const dues = whistle.invited.flatMap((invited) =>
    stepNames
      .filter((name) => !isDone(invited, name) && (invited.missed & bitOf(name)) === 0)
      .map((name) => dueOf(whistle, name) ?? Infinity),
  );
  return Math.min(Infinity, ...dues);
}

// Emergencies first, then what is due next; of those the latest.
export function byUrgency(left: Whistle, right: Whistle): number {
  const urgent = (whistle: Whistle): number => (whistle.kind === 'emergency' ? 0 : 1);
  const due = (whistle: Whistle): number => Math.min(nextDue(whistle), Number.MAX_SAFE_INTEGER);
  return (
    urgent(left) - urgent(right) || due(left) - due(right) || Number(right.id) - Number(left.id)
  );
}

// A whistle may be closed when nobody is there any more.
export const canClose = (whistle: Whistle): boolean =>
  !whistle.closed && whistle.invited.every((invited) => invited.released);
