import { expect, test } from 'vitest';
import { complaintOf, emptyDraft, isPhone, proposalOf } from './draft';
import { pendingFor } from './receipt';
import { Latest } from './latest';

test('given nothing corrected, then neither category nor area is sent', () => {
  const body = complaintOf({ ...emptyDraft(), text: ' 停水了 ' }, []);
  expect(body).toEqual({ channel: 'phone', text: '停水了' });
});

test('given corrections, then they are sent as the category and the area of the complaint', () => {
  const draft = {
    ...emptyDraft(),
    text: '停水',
    category: 'svc-water-outage',
    area_code: '350605',
  };
  expect(complaintOf(draft, [])).toMatchObject({
    category: 'svc-water-outage',
    area_code: '350605',
  });
});

test('given attributes of another category, then only those asked for are sent', () => {
  const draft = {
    ...emptyDraft(),
    text: '井盖',
    attributes: { depth: ['10'], old: ['x'], no: [''] },
  };
  expect(complaintOf(draft, ['depth', 'no']).attributes).toEqual([
    { code: 'depth', values: ['10'] },
  ]);
});

test('given a requester, then a proposal does not carry who it is', () => {
  const draft = { ...emptyDraft(), text: '停水', phone: '13800000000', requester_name: '林某' };
  expect(JSON.stringify(proposalOf(draft))).not.toMatch(/13800000000|林某/);
});

test('given telephone numbers as people write them, then they are taken', () => {
  for (const good of ['13800138000', '138 0013 8000', '+86 138-0013-8000', '0596-8321234']) {
    expect(isPhone(good), good).toBe(true);
  }
  for (const bad of ['', '1380013800', '23800138000', 'abc', '110']) {
    expect(isPhone(bad), bad).toBe(false);
  }
});

test('given an answer was lost, then the same complaint goes out under the same key', () => {
  let made = 0;
  const key = (): string => `key-${(made += 1)}`;
  const first = pendingFor(undefined, '{"text":"a"}', key, 100);
  expect(pendingFor(first, '{"text":"a"}', key, 200)).toEqual(first);
  expect(pendingFor(first, '{"text":"b"}', key, 200).key).toBe('key-2');
});

test('given answers that overtake each other, then only the latest counts', async () => {
  const latest = new Latest();
  const answers: ((value: string) => void)[] = [];
  const ask = (): Promise<string | undefined> =>
    latest.ask(() => new Promise<string>((resolve) => answers.push(resolve)));
  const first = ask();
  const second = ask();
  answers[1]?.('second');
  answers[0]?.('first');
  expect(await first).toBeUndefined();
  expect(await second).toBe('second');
});

test('given a question that failed after a newer one was asked, then its failure is silent', async () => {
  const latest = new Latest();
  let fail: (problem: Error) => void = () => undefined;
  const first = latest.ask(() => new Promise<string>((_, reject) => (fail = reject)));
  const second = latest.ask(() => Promise.resolve('second'));
  fail(new Error('away'));
  expect(await first).toBeUndefined();
  expect(await second).toBe('second');
});
