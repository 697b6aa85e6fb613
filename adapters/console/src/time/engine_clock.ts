// The engine's clock is what promises are measured by; that of this computer may be wrong, and an
// engine in a demonstration has a time of its own.

let ahead = 0;
let told = false;

export const nowMs = (): number => Date.now() + ahead;

// An instant that the engine has just told to be its present one.
export function setEngineTime(time_ms: number): void {
  if (time_ms <= 0) return;
  ahead = time_ms - Date.now();
  told = true;
}

// Until then it is only this computer that says what time it is.
export const isEngineTimeKnown = (): boolean => told;
