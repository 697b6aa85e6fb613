import { describe, expect, it } from 'vitest';
import type { Evidence } from '../api/types';
import { piecesOf } from './marks';

const words = (offset: number, text: string, finding = 'category'): Evidence => ({
  finding,
  words: text,
  offset,
  rule: 'r',
  score: 1,
  means: '',
});

describe('marks', () => {
  it('counts bytes of UTF-8, also behind characters outside the first plane', () => {
    const text = '\n😀水管爆了';
    const pieces = piecesOf(text, [words(5, '水管')]);
    expect(pieces.map((piece) => piece.text)).toEqual(['\n😀', '水管', '爆了']);
    expect(pieces[1]?.why).toHaveLength(1);
  });

  it('cuts marks that overlap at their edges', () => {
    const pieces = piecesOf('abcd', [words(0, 'abc'), words(1, 'bcd', 'severity')]);
    expect(pieces.map((piece) => [piece.text, piece.why.length])).toEqual([
      ['a', 1],
      ['bc', 2],
      ['d', 1],
    ]);
  });

  it('marks nothing where the words do not stand', () => {
    expect(piecesOf('电话***', [words(6, '139')]).every((piece) => piece.why.length === 0)).toBe(true);
    expect(piecesOf('水', [words(1, '水')]).every((piece) => piece.why.length === 0)).toBe(true);
  });
});
