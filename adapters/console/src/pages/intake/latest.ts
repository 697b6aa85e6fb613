// Of questions that overtake each other only the answer to the latest counts.

export class Latest {
  private number = 0;
  private controller: AbortController | undefined;

  // Runs; resolves to undefined when something newer was asked meanwhile.
  async ask<Answer>(run: (signal: AbortSignal) => Promise<Answer>): Promise<Answer | undefined> {
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    this.number += 1;
    const mine = this.number;
    try {
      const answer = await run(controller.signal);
      return mine === this.number ? answer : undefined;
    } catch (problem) {
      if (mine !== this.number) return undefined;
      throw problem;
    }
  }

  forget(): void {
    this.controller?.abort();
    this.number += 1;
  }
}
