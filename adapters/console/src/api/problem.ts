// Why there is no answer: what the gateway said (RFC 9457), or that it said nothing.
export class Problem extends Error {
  constructor(
    readonly status: number, // 0: no answer came
    readonly reason: string,
    readonly detail: string,
    readonly retry_after_ms: number | undefined,
  ) {
    super(reason);
  }
}
