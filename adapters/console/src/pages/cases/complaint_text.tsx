import type { Evidence } from '../../api/types';
import { piecesOf, type Piece } from '../../text/marks';

// Without a subject the text begins with the line end behind it.
const trimmed = (piece: Piece, index: number): Piece =>
  index === 0 ? { ...piece, text: piece.text.replace(/^\n/, '') } : piece;

// What a resident wrote, as text and nothing else, with the words marked that findings rest on.
export function ComplaintText({ text, evidence }: { text: string; evidence: Evidence[] }) {
  return (
    <p class="complaint-text">
      {piecesOf(text, evidence).map(trimmed).map((piece, index) =>
        piece.why.length === 0 ? (
          <span key={index}>{piece.text}</span>
        ) : (
          <mark
            key={index}
            class={`is-${piece.why[0]?.finding}`}
            title={piece.why.map((why) => `${why.finding}: ${why.rule}`).join('\n')}
          >
            {piece.text}
          </mark>
        ),
      )}
    </p>
  );
}
