import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../api/types';
import { piecesOf } from './marks';

function found(finding: string, words: string, offset: number): Evidence {
  return { finding, words, offset, rule: `lexicon:${words}`, score: 9, means: '' };
}

const marked = (text: string, evidence: Evidence[], subject = ''): [string, string][] =>
  piecesOf(subject, text, evidence).map((piece) => [piece.text, piece.findings.join(' ')]);

describe('marks in a text', () => {
  test('given Chinese words, then bytes of UTF-8 become places in the text', () => {
    // One byte for the line feed, three for each of the two characters before.
    expect(marked('我家停水了', [found('category', '停水', 7)])).toEqual([
      ['我家', ''],
      ['停水', 'category'],
      ['了', ''],
    ]);
  });

  test('given characters beyond the basic plane, then what follows is still found', () => {
    expect(marked('😀停水', [found('category', '停水', 5)])).toEqual([
      ['😀', ''],
      ['停水', 'category'],
    ]);
  });

  test('given words within words, then the inner ones carry both findings', () => {
    const evidence = [found('category', '电梯困人', 1), found('severity', '困人', 7)];
    expect(marked('电梯困人', evidence)).toEqual([
      ['电梯', 'category'],
      ['困人', 'category severity'],
    ]);
  });

  test('given a subject, then only what stands in the text is marked', () => {
    expect(
      marked('没电', [found('category', '停电', 0), found('category', '没电', 7)], '停电'),
    ).toEqual([['没电', 'category']]);
  });

  test('given evidence that is not where it says, then nothing is marked', () => {
    expect(marked('停水', [found('category', '停电', 1), found('category', '停水', 2)])).toEqual([
      ['停水', ''],
    ]);
  });

  test('given masked or missing words, then nothing is marked', () => {
    expect(marked('停水', [found('category', '', 1), found('category', '停水', 999)])).toEqual([
      ['停水', ''],
    ]);
  });

  test('given markup in the text, then it is text like any other', () => {
    const text = '<img src=x onerror=alert(1)>';
    expect(marked(text, [])).toEqual([[text, '']]);
  });

  test('given no text, then there are no pieces', () => {
    expect(piecesOf('', '', [])).toEqual([]);
  });
});
