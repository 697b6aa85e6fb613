import { expect, test } from 'vitest';
import { limitText, rowsOf, tableOf } from './table';

test('given remarks and empty lines, then they are no rows', () => {
  const table = tableOf('# 时限\nstage,limit\n\n# x\nsign,30m\n');
  expect(table).toEqual({ columns: ['stage', 'limit'], rows: [['sign', '30m']] });
});

test('given quotes, then commas, quotes and line ends belong to the cell', () => {
  expect(tableOf('a,b\n"x, ""y""","1\n2"').rows).toEqual([['x, "y"', '1\n2']]);
});

test('given the line ends of Windows and a mark of UTF-8, then nothing of them is left', () => {
  expect(tableOf('\uFEFFa,b\r\n1,2\r\n')).toEqual({ columns: ['a', 'b'], rows: [['1', '2']] });
});

test('given short rows, then missing cells are empty', () => {
  expect(rowsOf(tableOf('a,b\n1'))).toEqual([{ a: '1', b: '' }]);
});

test('given nothing, then the table is empty', () => {
  expect(tableOf('')).toEqual({ columns: [], rows: [] });
});

test('given limits of the book, then they are words; others stay', () => {
  expect(limitText('5wd', 'zh')).toBe('5 个工作日');
  expect(limitText('30m', 'en')).toBe('30 min');
  expect(limitText('1wd', 'en')).toBe('1 working day');
  expect(limitText('-', 'zh')).toBe('-');
});
