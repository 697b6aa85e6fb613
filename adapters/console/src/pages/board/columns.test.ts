import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../api/types';
import { columnOf, columnsOf, matches } from './columns';

const item = (given: Partial<CaseView>): CaseView =>
  ({
    case_id: '1',
    severity: 'blue',
    tier: 'compound',
    unit: 'u',
    unit_name: '榕荫里物业',
    place: 'queue',
    clocks: [],
    area_name: '榕荫里',
    area_code: '350625101201001',
    category_name: '供水管道爆裂',
    ...given,
  }) as CaseView;

const due = (ms: number) => [{ stage: 'sign', running: true, due_ms: String(ms) }] as CaseView['clocks'];

describe('the columns of the board', () => {
  it('puts buildings with compounds, districts with departments, desks by themselves', () => {
    expect(columnOf(item({ tier: 'building' }))).toBe('compound');
    expect(columnOf(item({ tier: 'district' }))).toBe('department');
    expect(columnOf(item({ unit: 'triage', tier: '' }))).toBe('desk');
  });

  it('shows red first, then what is due first, then who came first', () => {
    const shown = columnsOf([
      item({ case_id: '1', clocks: due(50) }),
      item({ case_id: '2', clocks: due(40) }),
      item({ case_id: '3', severity: 'red' }),
      item({ case_id: '4', clocks: due(40) }),
    ]).compound.map((each) => each.case_id);
    expect(shown).toEqual(['3', '2', '4', '1']);
  });

  it('filters by words, colour and place, all at once', () => {
    const filter = { words: '供水 榕荫', severity: '' as const, unit: '', area: '' };
    expect(matches(item({}), filter, () => true)).toBe(true);
    expect(matches(item({}), { ...filter, words: '电梯' }, () => true)).toBe(false);
    expect(matches(item({}), { ...filter, severity: 'red' }, () => true)).toBe(false);
    expect(matches(item({}), { ...filter, area: '1' }, () => false)).toBe(false);
  });
});
