import { instantOf, usualZone } from '../zone';

// A whistle as it is blown: what the form holds, and the message it comes to.

export interface Call {
  whistler: string;
  kind: string;
  invited: string[];
  lead: string;
  cases: string;
  task: string;
  arrive: string; // of an input of datetime-local; empty: none
  finish: string;
}

// Numbers with commas or spaces; undefined when anything else stands there.
export function casesFrom(text: string): string[] | undefined {
  const parts = text.split(/[\s,，、]+/).filter((part) => part !== '');
  return parts.every((part) => /^[1-9]\d{0,18}$/.test(part)) ? parts : undefined;
}

const instant = (local: string, zone: string): string => String(instantOf(local, zone) ?? 0);

export const callBody = (call: Call, by: string, zone: string = usualZone): object => ({
  whistler: call.whistler,
  by,
  kind: call.kind,
  cases: casesFrom(call.cases) ?? [],
  lead: call.lead,
  invited: call.invited,
  task: call.task.trim(),
  arrive_at_ms: instant(call.arrive, zone),
  finish_at_ms: instant(call.finish, zone),
});
