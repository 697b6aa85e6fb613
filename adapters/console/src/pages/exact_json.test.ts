import { expect, test } from 'vitest';
import { parseExact } from './exact_json';

test('given an area of eighteen digits, then no digit of it is lost', () => {
  expect(parseExact('{"area":350605100001001001,"id":7}')).toEqual({
    area: '350605100001001001',
    id: 7,
  });
});

test('given a text that looks like such a number, then the text stays as it is', () => {
  const json = JSON.stringify({ title: 'a":350605100001001001,"b', note: '1234567890123456789' });
  expect(parseExact(json)).toEqual(JSON.parse(json));
});

test('given lists and negative numbers, then they are read alike', () => {
  expect(parseExact('[-1234567890123456789,1,12345678901234567]')).toEqual([
    '-1234567890123456789',
    1,
    '12345678901234567',
  ]);
});

test('given no JSON, then it fails as JSON does', () => {
  expect(() => parseExact('{')).toThrow(SyntaxError);
});
