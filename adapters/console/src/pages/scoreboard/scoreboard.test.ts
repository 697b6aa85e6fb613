import { expect, test } from 'vitest';
import { byteOrderMark, csvOf } from './csv';
import { monthBefore, monthFrom, monthOf, monthsUpTo, monthText } from './months';
import { change, percent, percentNumber, perTenThousand, ranked } from './rates';

test('given Chinese, then the file begins with the mark of UTF-8 and lines end as they must', () => {
  expect(csvOf([['单位', '响应率'], ['供水公司', '97.3']])).toBe(
    `${byteOrderMark}单位,响应率\r\n供水公司,97.3\r\n`,
  );
});

test('given commas, quotes and line ends, then the cell is quoted', () => {
  expect(csvOf([['a,b', 'say "x"', 'two\nlines']])).toBe(
    `${byteOrderMark}"a,b","say ""x""","two\nlines"\r\n`,
  );
});

test('given what a spreadsheet would compute, then it is text; numbers stay numbers', () => {
  expect(csvOf([['=1+1', '@x', '-12.5', '+3', '-cmd']])).toBe(
    `${byteOrderMark}'=1+1,'@x,-12.5,+3,'-cmd\r\n`,
  );
});

test('given per mille, then it is shown per cent, and what was not asked is not zero', () => {
  expect([973, 1000, 0, -1].map(percent)).toEqual(['97.3%', '100.0%', '0.0%', '—']);
  expect([973, -1].map(percentNumber)).toEqual(['97.3', '']);
  expect([376, -1].map(perTenThousand)).toEqual(['37.6', '—']);
});

test('given a change against the month before, then it has its sign', () => {
  expect([125, -80, 0, -1000, -1001].map(change)).toEqual([
    '+12.5%',
    '−8.0%',
    '±0.0%',
    '−100.0%',
    '—',
  ]);
});

test('given months, then years turn', () => {
  expect(monthBefore(202601)).toBe(202512);
  expect(monthsUpTo(202602, 4)).toEqual([202511, 202512, 202601, 202602]);
  expect(monthText(202603)).toBe('2026-03');
  expect([monthFrom('2026-03'), monthFrom('2026-13'), monthFrom('x')]).toEqual([
    202603,
    undefined,
    undefined,
  ]);
});

test('given the last hour of a month in the city, then it is that month although not in UTC', () => {
  expect(monthOf(Date.UTC(2026, 2, 31, 15, 30))).toBe(202603);
  expect(monthOf(Date.UTC(2026, 2, 31, 16, 30))).toBe(202604);
});

test('given ranks, then absent values come last and equals keep their order', () => {
  const lines = [
    { name: 'a', score: 800 },
    { name: 'b', score: -1 },
    { name: 'c', score: 900 },
    { name: 'd', score: 800 },
  ];
  expect(ranked(lines, (line) => line.score).map((line) => line.name)).toEqual(['c', 'a', 'd', 'b']);
});
