// Where the words stand that a finding rests on. The engine counts bytes of UTF-8 from the start of
// subject + "\n" + text (+ "\n" + address); a page counts UTF-16 units.

export interface MarkedWords {
  finding: string;
  words: string;
  offset: number;
  rule: string;
  score: number;
  means: string;
}

// A stretch of the text; without findings it is plain.
export interface Piece {
  text: string;
  findings: string[];
  why: MarkedWords[];
}

const bytesOf = (point: number): number =>
  point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

// UTF-16 index of each byte offset at which a character begins, and of the end.
function indexOfBytes(text: string): Map<number, number> {
  const index = new Map<number, number>();
  let bytes = 0;
  let units = 0;
  for (const character of text) {
    index.set(bytes, units);
    bytes += bytesOf(character.codePointAt(0) ?? 0);
    units += character.length;
  }
  index.set(bytes, units);
  return index;
}

interface Range {
  from: number;
  until: number;
  why: MarkedWords;
}

// Of evidence that does not stand where it says, nothing is marked: rather no mark than a wrong
// one.
function rangesIn(whole: string, evidence: readonly MarkedWords[]): Range[] {
  const index = indexOfBytes(whole);
  return evidence.flatMap((why) => {
    const from = index.get(why.offset);
    if (from === undefined || !why.words || !whole.startsWith(why.words, from)) return [];
    return [{ from, until: from + why.words.length, why }];
  });
}

// The text cut at the edges of all marks; marks may lie in one another.
export function piecesOf(subject: string, text: string, evidence: readonly MarkedWords[]): Piece[] {
  const before = subject.length + 1;
  const whole = `${subject}\n${text}`;
  const ranges = rangesIn(whole, evidence).filter((range) => range.from >= before);
  const edges = new Set([before, whole.length]);
  for (const range of ranges) edges.add(range.from).add(range.until);
  const sorted = [...edges].sort((left, right) => left - right);
  const pieces: Piece[] = [];
  for (let i = 0; i + 1 < sorted.length; i += 1) {
    const from = sorted[i] as number;
    const until = sorted[i + 1] as number;
    const why = ranges
      .filter((range) => range.from <= from && range.until >= until)
      .map((range) => range.why);
    pieces.push({
      text: whole.slice(from, until),
      findings: [...new Set(why.map((words) => words.finding))],
      why,
    });
  }
  return pieces;
}
