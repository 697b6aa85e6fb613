import type { Evidence } from '../api/types';

// Where the words stand that findings rest on. The engine counts bytes of UTF-8.

export interface Piece {
  text: string;
  why: Evidence[]; // none: plain text
}

const bytesOf = (point: number): number =>
  point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

// UTF-16 index of each byte at which a character begins, and of the end.
function unitsOfBytes(text: string): Map<number, number> {
  const units = new Map<number, number>();
  let bytes = 0;
  let at = 0;
  for (const character of text) {
    units.set(bytes, at);
    bytes += bytesOf(character.codePointAt(0) ?? 0);
    at += character.length;
  }
  return units.set(bytes, at);
}

// `text`: subject + "\n" + text as it was read. Evidence that does not stand where it says (what
// names a person is masked) marks nothing: rather no mark than a wrong one.
export function piecesOf(text: string, evidence: readonly Evidence[]): Piece[] {
  const units = unitsOfBytes(text);
  const ranges = evidence.flatMap((why) => {
    const from = units.get(why.offset);
    if (from === undefined || !why.words || !text.startsWith(why.words, from)) return [];
    return [{ from, until: from + why.words.length, why }];
  });
  const edges = new Set([0, text.length]);
  for (const range of ranges) edges.add(range.from).add(range.until);
  const sorted = [...edges].sort((left, right) => left - right);
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < sorted.length; ++i) {
    const from = sorted[i] ?? 0;
    const until = sorted[i + 1] ?? from;
    const why = ranges.filter((range) => range.from <= from && until <= range.until);
    pieces.push({ text: text.slice(from, until), why: why.map((range) => range.why) });
  }
  return pieces;
}
