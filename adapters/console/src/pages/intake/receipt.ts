// The key of a submission: made when the seat first sends it, kept until an answer came, so that
// sending again after a lost answer files nothing twice. Another text is another complaint.

export interface Pending {
  key: string;
  body: string;
  at_ms: number; // when it was first sent: the same bytes must go out again
}

// Keeps the key as long as the very same thing is sent.
export function pendingFor(
  pending: Pending | undefined,
  body: string,
  makeKey: () => string,
  now_ms: number,
): Pending {
  return pending && pending.body === body ? pending : { key: makeKey(), body, at_ms: now_ms };
}
