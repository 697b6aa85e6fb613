import { describe, expect, test } from 'vitest';
import { callBody, casesFrom } from './call';
import { courseOf } from './course';
import { kindsFor, mayBlow, rightsOf } from './rights';
import type { Whistle } from './row';
import { bodyOf, wishesFor } from './wishes';

const whistle = (arrived: boolean, released = false, closed = false): Whistle => ({
  id: '1',
  kind: 'emergency',
  whistler: 'street-wuan',
  cases: [],
  area: '350605100',
  lead: 'water',
  invited: [
    {
      unit: 'water',
      acknowledged: arrived,
      arrived,
      planned: false,
      released,
      missed: 0,
      stars_from_whistler: 0,
      stars_for_whistler: 0,
      card: 'none',
    },
  ],
  blown_ms: 0,
  arrive_by_ms: 1,
  hold: true,
  closed,
});
const wishes = (at: Whistle, roles: string[]): string[] =>
  wishesFor(at, courseOf(at, at.invited[0]!, []), roles);

describe('what may be asked of a whistle', () => {
  test('given a called unit that is not there, then it may be heard and report in', () => {
    expect(wishes(whistle(false), ['worker'])).toEqual([
      'acknowledge_whistle',
      'report_in',
      'record_measure',
      'release_unit',
    ]);
  });

  test('given it is there, then it records and is released', () => {
    expect(wishes(whistle(true), ['worker'])).toEqual(['record_measure', 'release_unit']);
  });

  test('given all are released, then the whistle is closed; then units are rated', () => {
    const over = whistle(true, true);
    expect(wishesFor(over, undefined, ['supervisor'])).toEqual(['close_whistle']);
    expect(wishes(whistle(true, true, true), ['supervisor'])).toEqual(['rate_whistle']);
  });

  test('given somebody who only takes calls, then nothing is offered', () => {
    expect(wishes(whistle(false), ['intake'])).toEqual([]);
  });

  test('given wishes, then they are messages of the engine', () => {
    const said = { note: '到场', plan: true, stars: 4 };
    const wish = (name: Parameters<typeof bodyOf>[0]['name']): object =>
      bodyOf({ name, whistle: whistle(true), unit: 'water' }, 'chen', said);
    expect(wish('record_measure')).toEqual({
      id: '1',
      unit: 'water',
      worker: 'chen',
      plan: true,
      note: '到场',
    });
    expect(wish('release_unit')).toMatchObject({ unit: 'water', by_unit: 'street-wuan' });
    expect(wish('rate_whistle')).toMatchObject({ from: 'street-wuan', to: 'water', stars: 4 });
  });
});

describe('blowing', () => {
  test('given numbers of cases as people write them, then they are read; others are refused', () => {
    expect(casesFrom('12, 34，56 、78')).toEqual(['12', '34', '56', '78']);
    expect(casesFrom('')).toEqual([]);
    expect(casesFrom('12, x')).toBeUndefined();
    expect(casesFrom('0')).toBeUndefined();
  });

  test('given a booked slot, then it is wall time of the city', () => {
    const call = {
      whistler: 'street-wuan',
      kind: 'enforcement',
      invited: ['water'],
      lead: '',
      cases: '7',
      task: ' 联合执法 ',
      arrive: '2026-03-11T17:50',
      finish: '',
    };
    expect(callBody(call, 'chen')).toMatchObject({
      arrive_at_ms: String(Date.UTC(2026, 2, 11, 9, 50)),
      finish_at_ms: '0',
      cases: ['7'],
      task: '联合执法',
    });
  });

  test('given the table of rights, then kinds are those of the tier; without it all are', () => {
    const rights = rightsOf(['tier,kind,source\ncompound,emergency,x\n', 'tier,kind\nstreet,routine\n']);
    expect(kindsFor(rights, 'compound')).toEqual(['emergency']);
    expect(mayBlow(rights, 'building')).toBe(false);
    expect(kindsFor(undefined, 'building')).toHaveLength(5);
  });
});
