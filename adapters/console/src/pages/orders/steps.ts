import type { Act, Verb } from './outbox';

// What may be done next with an order in hand. What was done but not yet sent counts as done here:
// the worker sees their own work, marked as not yet sent.

export interface OrderState {
  status: string; // dispatched signed_for finished ...
  place: string; // lease hands
}

export interface Progress {
  signed: boolean;
  over: boolean; // finished, released or returned
}

export function progressOf(order: OrderState, acts: readonly Act[]): Progress {
  const did = (verb: Verb): boolean =>
    acts.some((act) => act.verb === verb && act.state === 'waiting');
  return {
    signed: order.place === 'hands' || order.status === 'signed_for' || did('sign'),
    over: did('finish') || did('release') || did('return'),
  };
}

export function verbsFor(progress: Progress): Verb[] {
  if (progress.over) return [];
  if (!progress.signed) return ['sign', 'release', 'return'];
  return ['contact', 'arrive', 'photo', 'progress', 'finish'];
}
