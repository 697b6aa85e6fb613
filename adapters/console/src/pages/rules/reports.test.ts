import { expect, test } from 'vitest';
import {
  brokenByStage,
  changedLines,
  isFaithful,
  kindsOfDifference,
  movedByStage,
  sumsOf,
  type StageChange,
  type WhatIf,
} from './reports';

const stage = (over: Partial<StageChange>): StageChange => ({
  same: 0,
  sooner: 0,
  later: 0,
  only_before: 0,
  only_after: 0,
  sooner_by_ms: 0,
  later_by_ms: 0,
  broken: { before: 0, after: 0 },
  newly_broken: 0,
  no_longer_broken: 0,
  ...over,
});

const report: WhatIf = {
  name: 'changtai',
  before: 'f1',
  after: '3c',
  rule_changes: 2,
  from_ms: 0,
  to_ms: 1,
  differences: [
    { complaint: 1, case: 1, deadlines: [{}] },
    { complaint: 2, case: 2, deadlines: [{}], colour: {} },
  ],
  complaints: 223,
  different: 140,
  fidelity: { compared: 223, agree: 223, disagree: [] },
  cases: { before: 191, after: 190 },
  read_by_a_person: { before: 28, after: 20 },
  dispositions: [],
  categories: [],
  colours: [],
  units: [],
  stages: {
    resolve: stage({ sooner: 140, broken: { before: 14, after: 20 } }),
    sign: stage({ same: 182 }),
  },
  climbs: { before: 108, after: 110 },
  yellow_cards: { before: 19, after: 19 },
  red_cards: { before: 31, after: 31 },
  lines: {
    a: { arrivals: { before: 1, after: 4 }, peak: { before: 1, after: 2 } },
    b: { arrivals: { before: 9, after: 1 }, peak: { before: 4, after: 1 } },
    c: { arrivals: { before: 2, after: 2 }, peak: { before: 1, after: 1 } },
  },
};

test('given a comparison, then its sums are told in the order of the story', () => {
  expect(sumsOf(report).map((bar) => [bar.name, bar.before, bar.after])).toEqual([
    ['read_by_a_person', 28, 20],
    ['cases', 191, 190],
    ['climbs', 108, 110],
    ['yellow_cards', 19, 19],
    ['red_cards', 31, 31],
  ]);
});

test('given stages that never broke or moved, then charts leave them out', () => {
  expect(brokenByStage(report).map((bar) => bar.name)).toEqual(['resolve']);
  expect(movedByStage(report)).toEqual([{ name: 'resolve', sooner: 140, later: 0 }]);
});

test('given lines, then those that change most come first and the same ones not at all', () => {
  expect(changedLines(report, 10).map((bar) => bar.name)).toEqual(['b', 'a']);
  expect(changedLines(report, 1).map((bar) => bar.name)).toEqual(['b']);
});

test('given the present book decided otherwise than the journal says, then that is told', () => {
  expect(isFaithful(report)).toBe(true);
  const odd = { ...report, fidelity: { compared: 223, agree: 222, disagree: [7] } };
  expect(isFaithful(odd)).toBe(false);
});

test('given differences, then each kind is counted', () => {
  expect(kindsOfDifference(report.differences)).toEqual([
    ['colour', 1],
    ['deadlines', 2],
  ]);
});
