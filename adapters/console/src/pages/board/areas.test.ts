import { expect, test } from 'vitest';
import type { AreaView } from '../../api/rules';
import { withinOf } from './areas';

const area = (code: string, parent: string): AreaView => ({
  code,
  name: code,
  kind: '',
  parent,
  households: 0,
  outline: '',
  management: '',
});

test('given a tree of areas, then an area lies in itself and in all above it', () => {
  const within = withinOf([area('1', '0'), area('12', '1'), area('123', '12')]);
  expect(within('123', '123')).toBe(true);
  expect(within('123', '1')).toBe(true);
  expect(within('12', '123')).toBe(false);
  expect(within('9', '1')).toBe(false);
  expect(within('', '1')).toBe(false);
});

test('given no rules yet, then an area lies in itself only', () => {
  expect(withinOf([])('12', '12')).toBe(true);
  expect(withinOf([])('12', '1')).toBe(false);
});
