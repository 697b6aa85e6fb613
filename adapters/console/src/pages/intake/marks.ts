import type { Evidence } from '../../api/types';
import { piecesOf as piecesOfWhole, type Piece as WholePiece } from '../../text/marks';

// What a seat has typed, with the words marked that the proposal rests on.

export interface Piece extends WholePiece {
  findings: string[];
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

// The engine counts from the start of subject + "\n" + text; only the text is shown.
export function piecesOf(
  subject: string,
  text: string,
  evidence: readonly Evidence[],
): Piece[] {
  const head = `${subject}\n`;
  const within = evidence
    .filter((words) => words.offset >= bytesOf(head))
    .map((words) => ({ ...words, offset: words.offset - bytesOf(head) }));
  return piecesOfWhole(text, within).map((piece) => ({
    ...piece,
    findings: [...new Set(piece.why.map((words) => words.finding))],
  }));
}
