import { hasRole } from '../../api/session';
import type { CaseView } from '../../api/types';

// What may be done with a case, by whom, and what has to be said with it. The engine decides; this
// only leaves out what it would refuse.

export interface Question {
  name: string; // field of the message
  label: string; // word of casePage.fields
  kind: 'text' | 'line' | 'unit' | 'choice' | 'yes';
  required?: boolean;
  choices?: string[];
}

export interface Act {
  name: string;
  roles: string[];
  fits: (item: CaseView) => boolean;
  ask: Question[];
  // How it is sent: with the token of who holds the order, or as a wish of who decides.
  way: 'work' | 'wish';
  // Names of the fields that say who does it.
  by?: 'by' | 'worker';
  needsToken?: boolean;
}

const note: Question = { name: 'note', label: 'note', kind: 'text' };
const reason: Question = { name: 'reason', label: 'reason', kind: 'text', required: true };
const unit = (name: string, label: string, required = true): Question => ({
  name,
  label,
  kind: 'unit',
  required,
});
const choice = (name: string, label: string, choices: string[]): Question => ({
  name,
  label,
  kind: 'choice',
  required: true,
  choices,
});
const yes = (name: string, label: string): Question => ({ name, label, kind: 'yes' });

const workers = ['worker', 'dispatcher'];
const rulers = ['dispatcher', 'supervisor'];
const leased = (item: CaseView): boolean => item.place === 'lease';
const inHands = (item: CaseView): boolean => item.place === 'hands';
const held = (item: CaseView): boolean => leased(item) || inHands(item);
const queued = (item: CaseView): boolean => item.place === 'queue';
const isOpen = (item: CaseView): boolean => item.status !== 'closed';

export const acts: readonly Act[] = [
  { name: 'pull', roles: workers, fits: queued, ask: [], way: 'work' },
  { name: 'sign', roles: workers, fits: leased, ask: [note], way: 'work', needsToken: true },
  { name: 'contact', roles: workers, fits: inHands, ask: [note], way: 'work', needsToken: true },
  { name: 'arrive', roles: workers, fits: inHands, ask: [note], way: 'work', needsToken: true },
  { name: 'progress', roles: workers, fits: inHands, ask: [{ ...note, required: true }], way: 'work', needsToken: true },
  {
    name: 'finish',
    roles: workers,
    fits: inHands,
    ask: [choice('result', 'result', ['solved', 'partly_solved', 'unsolved']), { ...note, required: true }],
    way: 'work',
    needsToken: true,
  },
  { name: 'release', roles: workers, fits: leased, ask: [note], way: 'work', needsToken: true },
  { name: 'raise', roles: workers, fits: held, ask: [{ ...note, required: true }], way: 'work', needsToken: true },
  {
    name: 'return_order',
    roles: ['worker', 'dispatcher', 'supervisor'],
    fits: queued,
    ask: [reason, unit('suggested', 'suggested', false)],
    way: 'wish',
    by: 'worker',
  },
  {
    name: 'transfer_order',
    roles: workers,
    fits: inHands,
    ask: [unit('to', 'to_unit'), reason],
    way: 'wish',
    by: 'worker',
    needsToken: true,
  },
  {
    name: 'suspend_case',
    roles: workers,
    fits: (item) => inHands(item) && !item.suspended,
    ask: [{ name: 'reason', label: 'reason', kind: 'line', required: true }, { name: 'approved_by', label: 'approved_by', kind: 'line' }, note],
    way: 'wish',
    by: 'worker',
    needsToken: true,
  },
  {
    name: 'resume_case',
    roles: ['worker', 'dispatcher', 'supervisor'],
    fits: (item) => item.suspended,
    ask: [note],
    way: 'wish',
    by: 'by',
  },
  {
    name: 'ask_extension',
    roles: workers,
    fits: inHands,
    ask: [{ name: 'more', label: 'more', kind: 'line', required: true }, reason],
    way: 'wish',
    by: 'worker',
    needsToken: true,
  },
  {
    name: 'rule_on_extension',
    roles: rulers,
    fits: (item) => item.extension_asked,
    ask: [yes('granted', 'granted'), note],
    way: 'wish',
    by: 'by',
  },
  { name: 'recall_order', roles: rulers, fits: held, ask: [reason], way: 'wish', by: 'by' },
  {
    name: 'recolour_case',
    roles: rulers,
    fits: isOpen,
    ask: [choice('to', 'to_colour', ['red', 'yellow', 'blue']), reason],
    way: 'wish',
    by: 'by',
  },
  {
    name: 'supervise_case',
    roles: ['supervisor'],
    fits: isOpen,
    ask: [choice('how', 'how', ['supervised', 'public_supervision', 'interview']), note],
    way: 'wish',
    by: 'by',
  },
  {
    name: 'acknowledge_escalation',
    roles: ['supervisor'],
    fits: (item) => isOpen(item) && item.escalations > 0,
    ask: [],
    way: 'wish',
    by: 'by',
  },
  {
    name: 'remind_case',
    roles: ['intake', 'dispatcher', 'supervisor'],
    fits: isOpen,
    ask: [note],
    way: 'wish',
    by: 'by',
  },
  {
    name: 'post_check',
    roles: ['dispatcher'],
    fits: (item) => item.status === 'finished',
    ask: [yes('passed', 'passed'), note],
    way: 'work',
    by: 'by',
  },
  {
    name: 'call_back',
    roles: ['intake', 'dispatcher'],
    fits: (item) => item.status === 'replied' || item.status === 'finished',
    ask: [
      choice('solved', 'solved', ['solved', 'partly_solved', 'unsolved']),
      choice('satisfaction', 'satisfaction', [
        'very_satisfied',
        'satisfied',
        'fairly_satisfied',
        'dissatisfied',
        'unrated',
      ]),
      note,
    ],
    way: 'work',
    by: 'by',
  },
];

export const actsFor = (item: CaseView): Act[] =>
  acts.filter((act) => hasRole(...act.roles) && act.fits(item));
