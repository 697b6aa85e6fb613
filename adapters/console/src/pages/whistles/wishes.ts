import { canClose, type UnitCourse } from './course';
import type { Whistle } from './row';

// What may be asked of a whistle, as a table: who is asked for it and when it makes sense. Whether
// it is granted decides the engine.

export type WishName =
  | 'acknowledge_whistle'
  | 'report_in'
  | 'record_measure'
  | 'release_unit'
  | 'close_whistle'
  | 'rate_whistle';

export interface Wish {
  name: WishName;
  whistle: Whistle;
  unit?: string; // the called one it is about
}

interface Rule {
  name: WishName;
  ofUnit: boolean;
  roles: readonly string[];
  when: (whistle: Whistle, course: UnitCourse | undefined) => boolean;
}

const isDone = (course: UnitCourse | undefined, step: string): boolean =>
  course?.steps.some(
    (at) => at.name === step && (at.state === 'done' || at.state === 'done_late'),
  ) === true;

const work = ['worker', 'dispatcher', 'supervisor'];

export const rules: readonly Rule[] = [
  {
    name: 'acknowledge_whistle',
    ofUnit: true,
    roles: ['worker', 'dispatcher'],
    when: (whistle, course) =>
      !whistle.closed && !isDone(course, 'acknowledge') && !isDone(course, 'arrive'),
  },
  {
    name: 'report_in',
    ofUnit: true,
    roles: ['worker', 'dispatcher'],
    when: (whistle, course) => !whistle.closed && !isDone(course, 'arrive') && !course?.released,
  },
  {
    name: 'record_measure',
    ofUnit: true,
    roles: ['worker', 'dispatcher'],
    when: (whistle, course) => !whistle.closed && !course?.released,
  },
  {
    name: 'release_unit',
    ofUnit: true,
    roles: work,
    when: (whistle, course) => !whistle.closed && !course?.released,
  },
  { name: 'close_whistle', ofUnit: false, roles: work, when: (whistle) => canClose(whistle) },
  {
    name: 'rate_whistle',
    ofUnit: true,
    roles: work,
    when: (whistle, course) => whistle.closed && course?.stars_from_whistler === 0,
  },
];

export function wishesFor(
  whistle: Whistle,
  course: UnitCourse | undefined,
  roles: readonly string[],
): WishName[] {
  return rules
    .filter((rule) => rule.ofUnit === (course !== undefined))
    .filter((rule) => rule.roles.some((role) => roles.includes(role)))
    .filter((rule) => rule.when(whistle, course))
    .map((rule) => rule.name);
}

export interface Said {
  note: string;
  plan: boolean;
  stars: number;
}

// The message of act.proto that a wish is. Who releases, closes and rates is the whistler, unless a
// person acts for a called unit alone.
export function bodyOf(wish: Wish, person: string, { note, plan, stars }: Said): object {
  const { whistle, unit = '' } = wish;
  const id = whistle.id;
  switch (wish.name) {
    case 'acknowledge_whistle':
      return { id, unit, worker: person };
    case 'report_in':
      return { id, unit, worker: person, note };
    case 'record_measure':
      return { id, unit, worker: person, plan, note };
    case 'release_unit':
      return { id, unit, by_unit: whistle.whistler, worker: person, note };
    case 'close_whistle':
      return { id, by_unit: whistle.whistler, worker: person, note };
    case 'rate_whistle':
      return { id, from: whistle.whistler, to: unit, stars, worker: person, note };
  }
}
