import type { CaseView } from '../api/types';
import { matters } from './matters';
import type { World } from './world';

// What people do. Only what shows on a page happens; the engine's rules are not played.

export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    detail = '',
  ) {
    super(detail);
  }
}

type Body = Record<string, unknown>;
const text = (body: Body, name: string): string => String(body[name] ?? '');

export function caseOf(world: World, id: string): CaseView {
  const item = world.cases.get(id);
  if (!item) throw new Refused(404, 'UNKNOWN_CASE', `no case ${id}`);
  return item;
}

const eventOfVerb: Record<string, string> = {
  finish: 'handling_finished',
  release: 'order_released',
  contact: 'first_contacted',
  arrive: 'arrived_on_site',
  progress: 'progress_noted',
  post_check: 'post_checked',
  call_back: 'called_back',
  raise: 'case_escalated',
  classify: 'case_classified',
};

export function verb(world: World, id: string, name: string, body: Body, who: string): unknown {
  const item = caseOf(world, id);
  const at = world.now();
  if (item.status === 'closed') throw new Refused(409, 'CASE_CLOSED');
  if (name === 'sign') {
    if (item.status !== 'dispatched') throw new Refused(409, 'WRONG_STATE');
    return { token: String(world.sign(item, who, at)), until_ms: '0' };
  }
  if (name === 'release') Object.assign(item, { status: 'dispatched', place: 'queue', worker: '' });
  if (name === 'finish') {
    Object.assign(item, { status: 'finished', place: 'desk', finished_at_ms: String(at) });
  }
  if (name === 'post_check') item.status = body['passed'] === true ? 'replied' : 'dispatched';
  const event = eventOfVerb[name];
  if (!event) throw new Refused(404, 'UNKNOWN_VERB', name);
  world.tell(at, id, event, name, who, [['note', text(body, 'note')]]);
  if (name === 'call_back') world.close(item, at);
  return { token: String(world.tokens.get(id) ?? 0), until_ms: '0' };
}

export function wish(world: World, name: string, body: Body, who: string): unknown {
  const id = text(body, 'id');
  const at = world.now();
  const item = world.cases.get(id);
  const told: Record<string, () => void> = {
    acknowledge_escalation: () => {
      if (!item) throw new Refused(404, 'UNKNOWN_CASE');
      item.acknowledged_until_ms = String(at + 3_600_000);
      item.acknowledged_by = who;
      world.tell(at, id, 'escalation_acknowledged', name, who, []);
    },
    recolour_case: () => {
      if (!item) throw new Refused(404, 'UNKNOWN_CASE');
      item.severity = text(body, 'to') as CaseView['severity'];
      world.tell(at, id, 'case_recoloured', name, who, [['reason', text(body, 'reason')]]);
    },
    supervise_case: () => {
      if (!item) throw new Refused(404, 'UNKNOWN_CASE');
      item.supervision = text(body, 'how') || 'supervised';
      world.tell(at, id, 'case_supervised', name, who, [['note', text(body, 'note')]]);
    },
    recall_order: () => {
      if (!item) throw new Refused(404, 'UNKNOWN_CASE');
      if (item.place !== 'hands') throw new Refused(409, 'WRONG_STATE');
      Object.assign(item, { status: 'dispatched', place: 'queue', worker: '' });
      world.tell(at, id, 'order_recalled', name, who, [['reason', text(body, 'reason')]]);
    },
  };
  const act = told[name];
  if (act) act();
  else world.tell(at, id || '0', name, name, who, [['note', text(body, 'note')]]);
  return { id: '0', token: '0' };
}

export function propose(world: World, body: Body): unknown {
  const complaint = (body['complaint'] ?? body) as Body;
  const whole = `${text(complaint, 'subject')}\n${text(complaint, 'text')}`;
  const matter = matters.find((candidate) => whole.includes(candidate.words));
  const area = world.pack.areas.find(
    (row) => row['level'] === 'compound' && whole.includes(row['name'] ?? '\n'),
  );
  const bytes = (words: string): number =>
    new TextEncoder().encode(whole.slice(0, whole.indexOf(words))).length;
  const evidence = (finding: string, words: string, means: string) => ({
    finding,
    words,
    offset: bytes(words),
    rule: 'base/lexicon.csv:118',
    score: 3,
    means,
  });
  const unit = area ? `compound-${area['code']}` : 'triage';
  return {
    reading: {
      sequence: '0',
      complaint_id: '0',
      policy_version: '3f9a1c7e20b4',
      request_type: matter?.request_type ?? 'grievance',
      category: matter?.category ?? '',
      category_name: matter ? world.categoryName(matter.category) : '',
      category_certainty: matter ? 'certain' : 'none',
      category_score: matter ? 5 : 0,
      second: '',
      second_name: '',
      second_score: 0,
      category_rule: 'base/lexicon.csv:118',
      area_code: area?.['code'] ?? '0',
      area_name: area?.['name'] ?? '',
      place_certainty: area ? 'certain' : 'none',
      place_rule: 'areas.csv:6',
      severity: matter?.severity ?? 'blue',
      severity_rule: 'base/severity.csv:4',
      severity_trigger: matter?.severity === 'red' ? matter.words : '',
      nature: 2,
      scope: 1,
      harm: matter?.severity === 'red' ? 3 : 1,
      care: false,
      evidence: [
        ...(matter ? [evidence('category', matter.words, matter.category)] : []),
        ...(area ? [evidence('place', area['name'] ?? '', area['code'] ?? '')] : []),
      ],
    },
    disposition: 'filed',
    decline_ground: '',
    route: {
      sequence: '0',
      time_ms: '0',
      number: 0,
      unit,
      unit_name: world.unitName(unit),
      tier: matter?.tier ?? 'compound',
      rule: 'base/catalogue.csv:12',
      raised_to_duty: false,
      policy_version: '3f9a1c7e20b4',
      considered: [],
    },
    clocks: [
      {
        stage: 'resolve',
        running: true,
        overdue: false,
        limit: '24h',
        calendar: 'always',
        started_ms: String(world.now()),
        due_ms: String(world.now() + 24 * 3_600_000),
        consumed_ms: '0',
      },
    ],
    guesses: ['svc-power-fault', '01037'].map((category, i) => ({
      category,
      category_name: world.categoryName(category),
      strength: i === 0 ? '22.1 %' : '5.0 %',
    })),
    place_candidates: area
      ? []
      : world.pack.areas
          .filter((row) => row['level'] === 'compound')
          .slice(0, 3)
          .map((row) => ({ area_code: row['code'], area_name: row['name'], why: 'areas.csv' })),
    time_ms: String(world.now()),
  };
}

export function submit(world: World): unknown {
  const item = world.begin(world.now());
  return {
    complaint_id: item.first_complaint_id,
    case_id: item.case_id,
    disposition: 'filed',
    decline_ground: '',
    severity: item.severity,
    category: item.category,
    area_code: item.area_code,
    unit: item.unit,
    tier: item.tier,
    received_at_ms: item.received_at_ms,
    resolve_due_ms: item.clocks[1]?.due_ms ?? '0',
    replayed: false,
  };
}
