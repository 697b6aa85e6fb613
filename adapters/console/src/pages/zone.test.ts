import { expect, test } from 'vitest';
import { instantOf, localOf } from './zone';

test('given wall time of the city, then it is its instant and back', () => {
  expect(instantOf('2026-03-11T17:50')).toBe(Date.UTC(2026, 2, 11, 9, 50));
  expect(localOf(Date.UTC(2026, 2, 11, 9, 50))).toBe('2026-03-11T17:50');
});

test('given a zone whose clocks change, then the offset of that day holds', () => {
  expect(instantOf('2026-07-01T12:00', 'America/New_York')).toBe(Date.UTC(2026, 6, 1, 16));
  expect(instantOf('2026-01-01T12:00', 'America/New_York')).toBe(Date.UTC(2026, 0, 1, 17));
});

test('given nothing or nonsense, then there is no instant', () => {
  expect(instantOf('')).toBeUndefined();
  expect(instantOf('tomorrow')).toBeUndefined();
});
