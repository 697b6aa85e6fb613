import { describe, expect, test } from 'vitest';
import { afterOutcome, again, atOnce, nextAct, nextTime, pauseAfter, type Act } from './outbox';
import { progressOf, verbsFor } from './steps';

function act(key: string, case_id: string, over: Partial<Act> = {}): Act {
  return {
    key,
    person: 'chen',
    case_id,
    verb: 'arrive',
    fields: {},
    done_ms: 0,
    attempts: 0,
    next_ms: 0,
    state: 'waiting',
    ...over,
  };
}

describe('the outbox of a worker', () => {
  test('given several acts on a case, then they go out in the order they were done', () => {
    const acts = [act('a', '1'), act('b', '1'), act('c', '2')];
    expect(nextAct(acts, 0)?.key).toBe('a');
    expect(nextAct(afterOutcome(acts, 'a', { kind: 'done' }, 0), 0)?.key).toBe('b');
  });

  test('given no connection, then it is tried again later, and another case meanwhile', () => {
    const acts = afterOutcome([act('a', '1'), act('c', '2')], 'a', { kind: 'away' }, 5_000);
    expect(nextAct(acts, 5_000)?.key).toBe('c');
    expect(nextAct(acts, 5_999)?.key).toBe('c');
    const alone = afterOutcome(acts, 'c', { kind: 'done' }, 5_000);
    expect(nextAct(alone, 5_999)).toBeUndefined();
    expect(nextAct(alone, 6_000)?.key).toBe('a');
    expect(nextTime(alone)).toBe(6_000);
  });

  test('given it fails again and again, then pauses double up to a minute', () => {
    expect([1, 2, 3, 7, 50].map(pauseAfter)).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
  });

  test('given the gateway says when, then it is asked again then', () => {
    const acts = afterOutcome([act('a', '1')], 'a', { kind: 'away', retry_after_ms: 30_000 }, 100);
    expect(nextTime(acts)).toBe(30_100);
  });

  test('given a refusal, then what was done after it to that case waits for the worker', () => {
    const acts = afterOutcome(
      [act('a', '1'), act('b', '1'), act('c', '2')],
      'a',
      { kind: 'refused', why: 'WRONG_STATE' },
      0,
    );
    expect(nextAct(acts, 0)?.key).toBe('c');
    expect(acts[0]?.refusal).toBe('WRONG_STATE');
    const anew = again(acts, 'a', 'new', 9);
    expect(nextAct(anew, 9)?.key).toBe('new');
    expect(anew[0]?.refusal).toBeUndefined();
  });

  test('given a body that was sent once, then it stays the same until it is tried anew', () => {
    const sent = afterOutcome([act('a', '1', { body: '{"x":1}' })], 'a', { kind: 'away' }, 0);
    expect(sent[0]?.body).toBe('{"x":1}');
    expect(again(sent, 'a', 'new', 0)[0]?.body).toBeUndefined();
  });

  test('given the network is back, then nobody waits any longer', () => {
    const acts = afterOutcome([act('a', '1')], 'a', { kind: 'away', retry_after_ms: 60_000 }, 0);
    expect(nextAct(atOnce(acts, 10), 10)?.key).toBe('a');
  });

  test('given an empty outbox, then there is nothing to do', () => {
    expect(nextAct([], 0)).toBeUndefined();
    expect(nextTime([])).toBeUndefined();
  });
});

describe('what may be done next', () => {
  const leased = { status: 'dispatched', place: 'lease' };

  test('given a lease, then it may be signed, given back or returned', () => {
    expect(verbsFor(progressOf(leased, []))).toEqual(['sign', 'release', 'return']);
  });

  test('given it was signed without a connection, then the work goes on all the same', () => {
    expect(verbsFor(progressOf(leased, [act('a', '1', { verb: 'sign' })]))).toContain('arrive');
  });

  test('given the signing was refused, then it is not signed', () => {
    const refused = act('a', '1', { verb: 'sign', state: 'refused' });
    expect(verbsFor(progressOf(leased, [refused]))).toContain('sign');
  });

  test('given it is finished but not yet sent, then nothing more can be done', () => {
    expect(verbsFor(progressOf(leased, [act('a', '1', { verb: 'finish' })]))).toEqual([]);
  });
});
