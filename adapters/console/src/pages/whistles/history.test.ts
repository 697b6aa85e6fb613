import { expect, test } from 'vitest';
import { withRecord } from './history';

const record = (sequence: string, ...events: string[]): string =>
  JSON.stringify({
    sequence,
    facts: events.map((event) => ({ sequence, event, time_ms: '1', actor: 'a', details: [] })),
  });

test('given a record that comes again, then its facts are there once', () => {
  const once = withRecord([], record('7', 'unit_reported_in'));
  expect(withRecord(once, record('7', 'unit_reported_in'))).toBe(once);
  expect(withRecord(once, record('8', 'unit_released'))).toHaveLength(2);
});

test('given facts of other kinds, then nothing changes', () => {
  const none = withRecord([], record('7', 'case_filed'));
  expect(none).toEqual([]);
});
