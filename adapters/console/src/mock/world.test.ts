import { describe, expect, it } from 'vitest';
import { answer } from './answers';
import { propose, Refused } from './acts';
import { readPack } from './pack';
import { casesOf } from './queries';
import { explanationOf } from './story';
import { World } from './world';

const now = Date.UTC(2026, 2, 11, 2);
const pack = readPack(new URL('../../../../config', import.meta.url).pathname, 'changtai');
const given = (count: number): World => new World(pack, count, () => now);

describe('the city that stands in for the engine', () => {
  it('has the places and units of the pack', () => {
    expect(given(1).areaName('350605100001001')).toBe('榕荫里');
    expect(given(1).unitName('changtai-water')).toBe('长泰区供水公司');
  });

  it('is the same each time', () => {
    const query = new URLSearchParams({ page_size: '1000' });
    expect(casesOf(given(50), query)).toEqual(casesOf(given(50), query));
  });

  it('gives cases page by page, each once', () => {
    const world = given(250);
    const ids = [1, 2, 3].flatMap((page) =>
      casesOf(world, new URLSearchParams({ page: String(page), page_size: '100' })).cases.map(
        (item) => item.case_id,
      ),
    );
    expect(new Set(ids).size).toBe(250);
  });

  it('finds evidence at its bytes in the text', () => {
    const world = given(20);
    for (const item of world.cases.values()) {
      const { evidence } = explanationOf(item, world).story.readings[0] ?? { evidence: [] };
      const text = world.complaints.get(item.case_id)?.[0];
      const bytes = Buffer.from(`${text?.subject ?? ''}\n${text?.text ?? ''}`);
      expect(evidence.length).toBeGreaterThan(0);
      for (const { offset, words } of evidence) {
        const length = Buffer.byteLength(words);
        expect(bytes.subarray(offset, offset + length).toString()).toBe(words);
      }
    }
  });

  it('tells what a step does to who listens', () => {
    const world = given(10);
    const seen: number[] = [];
    world.subscribe((record) => seen.push(record.sequence));
    for (let i = 0; i < 20; i += 1) world.step();
    expect(seen.length).toBeGreaterThan(19);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
  });

  it('tells nothing to who is not signed in', () => {
    const asked = { method: 'GET', path: 'board', query: new URLSearchParams(), body: {} };
    expect(() => answer(given(1), asked, '')).toThrow(Refused);
  });

  it('proposes the category that the words speak for', () => {
    const said = propose(given(0), { text: '榕荫里2号楼飞线充电' }) as { reading: { category: string } };
    expect(said.reading.category).toBe('fire-flywire');
  });
});
