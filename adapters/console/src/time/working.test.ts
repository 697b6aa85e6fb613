import { describe, expect, it } from 'vitest';
import { remaining, worked } from './working';

const hour = 3_600_000;
// Two days of 8 to 12 and 14 to 18.
const days = [0, 24].flatMap((day) => [
  { from_ms: (day + 8) * hour, until_ms: (day + 12) * hour },
  { from_ms: (day + 14) * hour, until_ms: (day + 18) * hour },
]);

describe('working time', () => {
  it('counts only what is open, in both directions', () => {
    expect(worked(days, 11 * hour, 15 * hour)).toBe(2 * hour);
    expect(worked(days, 15 * hour, 11 * hour)).toBe(-2 * hour);
    expect(worked(days, 18 * hour, 32 * hour)).toBe(0);
  });

  it('says that it rests at night, and how much is left', () => {
    expect(remaining(33 * hour, true, 20 * hour, days)).toEqual({ ms: hour, paused: 'closed' });
    expect(remaining(33 * hour, true, 17 * hour, days)).toEqual({ ms: 2 * hour, paused: undefined });
  });

  it('is late in working time, too', () => {
    expect(remaining(17 * hour, true, 33 * hour, days).ms).toBe(-2 * hour);
  });

  it('does not count a promise that rests', () => {
    expect(remaining(0, false, 9 * hour, days).paused).toBe('rests');
  });

  it('goes by the wall where the calendar is not known', () => {
    expect(remaining(100 * hour, true, 9 * hour, days).ms).toBe(91 * hour);
    expect(remaining(33 * hour, true, 20 * hour, undefined).ms).toBe(13 * hour);
  });
});
