import { expect, it } from 'vitest';
import type { Fact } from '../api/types';
import { happeningsOf } from './happenings';

const fact = (index: number, event: string): Fact => ({
  sequence: '7',
  index,
  time_ms: '0',
  event,
  case_id: '1',
  verb: '',
  actor: '',
  principal: '',
  policy_version: '',
  details: [],
});

it('tells of a record what is worth a line, the last first', () => {
  const facts = [
    fact(0, 'clock_ran_out'),
    fact(1, 'clock_started'),
    fact(2, 'card_issued'),
    fact(3, 'progress_noted'),
  ];
  expect(happeningsOf({ sequence: '7', facts }).map(({ index }) => index)).toEqual([2, 0]);
});
