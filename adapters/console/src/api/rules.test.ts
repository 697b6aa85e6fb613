import { afterEach, expect, test, vi } from 'vitest';
import { askRules, knownRules } from './rules';

afterEach(() => vi.unstubAllGlobals());

const rows = (count: number, from = 0): { code: string }[] =>
  Array.from({ length: count }, (_, i) => ({ code: String(from + i) }));

// A gateway whose pages have three rows of each part.
function gatewayWith(areas: number, categories: number): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path);
    const offset = Number(new URL(path, 'http://here').searchParams.get('offset') ?? 0);
    const part = (count: number): { code: string }[] =>
      rows(Math.max(Math.min(count - offset, 3), 0), offset);
    return new Response(
      JSON.stringify({
        categories: part(categories),
        areas: part(areas),
        units: [],
        files: [],
        more: offset + 3 < Math.max(areas, categories),
      }),
    );
  });
  return asked;
}

test('given pages that are shorter than they may be, then no row is missed', async () => {
  gatewayWith(8, 4);
  const all = await askRules();
  expect(all.areas).toEqual(rows(8));
  expect(all.categories).toEqual(rows(4));
  expect(all.more).toBe(false);
});

test('given rules that are known, then nobody asks again', async () => {
  gatewayWith(2, 1);
  await askRules();
  const asked = gatewayWith(2, 1);
  expect((await knownRules()).areas).toEqual(rows(2));
  expect(asked).toEqual([]);
});

test('given an answer that did not come, then the next who wants to know asks again', async () => {
  vi.stubGlobal('fetch', async () => Promise.reject(new Error('away')));
  await expect(askRules()).rejects.toThrow();
  const asked = gatewayWith(1, 1);
  await knownRules();
  expect(asked).toEqual(['/api/v1/rules']);
});
