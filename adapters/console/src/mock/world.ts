import type { CaseView, ClockView, Fact, Severity } from '../api/types';
import { Chance } from './chance';
import { matters, type Matter } from './matters';
import type { Pack, Row } from './pack';
import { dueAfter, officeHours, type Span } from './working_time';

// A city that never was: open cases, and what happens to them. It looks like what the engine says,
// and decides nothing as the engine would.

const minute = 60_000;
const hour = 60 * minute;

export interface MockRecord {
  sequence: number;
  facts: Fact[];
}

interface Complaint {
  id: string;
  subject: string;
  text: string;
  channel: string;
  received_ms: number;
}

export class World {
  readonly cases = new Map<string, CaseView>();
  readonly matterOf = new Map<string, Matter>();
  readonly complaints = new Map<string, Complaint[]>();
  readonly tokens = new Map<string, number>();
  readonly records: MockRecord[] = [];
  readonly factsOf = new Map<string, Fact[]>();
  readonly office: Span[];
  sequence = 1000;
  private readonly chance = new Chance(20260311);
  private readonly places: Row[];
  private nextCase = 1;
  private nextComplaint = 1;
  private readonly listeners = new Set<(record: MockRecord) => void>();

  constructor(
    readonly pack: Pack,
    count: number,
    readonly now: () => number,
  ) {
    this.office = officeHours(now(), 30);
    this.places = pack.areas.filter((area) => area['level'] === 'compound');
    for (let i = 0; i < count; i += 1) {
      this.begin(now() - this.chance.below(60 * 60) * minute, false);
    }
    for (const item of this.cases.values()) this.age(item);
  }

  subscribe(listener: (record: MockRecord) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  areaName(code: string): string {
    return this.pack.areas.find((area) => area['code'] === code)?.['name'] ?? code;
  }

  unitName(code: string): string {
    return this.pack.units.find((unit) => unit['code'] === code)?.['name'] ?? code;
  }

  categoryName(code: string): string {
    return this.pack.categories.find((category) => category['code'] === code)?.['name'] ?? code;
  }

  private unitFor(matter: Matter, place: Row): string {
    const compound = place['code'] ?? '';
    switch (matter.tier) {
      case 'department':
        return matter.unit ?? 'changtai-urban-management';
      case 'building':
        return `grid-${compound}`;
      case 'compound':
        return `compound-${compound}`;
      case 'community':
        return `community-${compound.slice(0, 12)}`;
      default: {
        const street = compound.slice(0, 9);
        const unit = this.pack.units.find(
          (row) => row['tier'] === 'street' && row['area'] === street,
        );
        return unit?.['code'] ?? 'changtai-centre';
      }
    }
  }

  private clock(stage: string, severity: Severity, from: number): ClockView {
    const urgent = severity !== 'blue';
    const amount =
      stage === 'sign'
        ? { red: 5 * minute, yellow: 30 * minute, blue: 8 * hour }[severity]
        : { red: 24 * hour, yellow: 72 * hour, blue: 40 * hour }[severity];
    const limit =
      stage === 'sign'
        ? { red: '5m', yellow: '30m', blue: '1wd' }[severity]
        : { red: '24h', yellow: '72h', blue: '5wd' }[severity];
    const due = urgent ? from + amount : dueAfter(this.office, from, amount);
    return {
      stage,
      running: true,
      overdue: due < this.now(),
      limit,
      calendar: urgent ? 'always' : 'office',
      started_ms: String(from),
      due_ms: String(due),
      consumed_ms: '0',
    };
  }

  // A complaint comes in and becomes a case.
  begin(at: number, told = true): CaseView {
    const matter = this.chance.of(matters);
    const place = this.chance.of(this.places);
    const id = String(this.nextCase++);
    const wanted = this.unitFor(matter, place);
    const known = this.pack.units.some((row) => row['code'] === wanted);
    const unit = known ? wanted : `compound-${place['code'] ?? ''}`;
    const desk = this.chance.happens(0.04);
    const complaint = this.complain(matter, place, at);
    const item: CaseView = {
      ...blank,
      case_id: id,
      first_complaint_id: complaint.id,
      status: desk ? 'awaits_triage' : 'dispatched',
      place: desk ? 'desk' : 'queue',
      severity: matter.severity,
      category: matter.category,
      category_name: this.categoryName(matter.category),
      area_code: place['code'] ?? '',
      area_name: place['name'] ?? '',
      unit: desk ? 'triage' : unit,
      unit_name: desk ? '分拣台' : this.unitName(unit),
      tier: desk ? '' : matter.tier,
      request_type: matter.request_type,
      channel: complaint.channel,
      complaints: this.chance.happens(0.12) ? 2 + this.chance.below(3) : 1,
      received_at_ms: String(at),
      clocks: [this.clock('sign', matter.severity, at), this.clock('resolve', matter.severity, at)],
      place_candidates: desk
        ? [{ area_code: place['code'] ?? '', area_name: place['name'] ?? '', why: '别名 1 处' }]
        : [],
      guesses: desk
        ? [
            {
              category: matter.category,
              category_name: this.categoryName(matter.category),
              strength: '61.2 %',
            },
          ]
        : [],
    };
    this.cases.set(id, item);
    this.matterOf.set(id, matter);
    const merged = Array.from({ length: item.complaints - 1 }, () =>
      this.complain(matter, place, at + 20 * minute),
    );
    this.complaints.set(id, [complaint, ...merged]);
    this.tell(at, id, 'case_filed', 'submit', 'hotline', [
      ['severity', item.severity],
      ['category', item.category],
      ['area', item.area_code],
    ], told);
    if (!desk) {
      this.tell(at, id, 'order_dispatched', 'submit', 'hotline', [
        ['unit', unit],
        ['tier', matter.tier],
        ['rule', 'catalogue.csv:12'],
      ], told);
    }
    return item;
  }

  private complain(matter: Matter, place: Row, at: number): Complaint {
    const building = 1 + this.chance.below(6);
    return {
      id: String(this.nextComplaint++),
      subject: '',
      text: matter.text(`${place['name'] ?? ''}${building}号楼`),
      channel: this.chance.of(['phone', 'phone', 'wechat_account', 'app', 'patrol']),
      received_ms: at,
    };
  }

  // What may have become of a case since it came in.
  private age(item: CaseView): void {
    const received = Number(item.received_at_ms);
    const spent = this.now() - received;
    if (item.place === 'desk') return;
    if (spent > 30 * minute && this.chance.happens(0.7)) {
      this.sign(item, '陈建国', received + 6 * minute, false);
    }
    const resolve = item.clocks.find((clock) => clock.stage === 'resolve');
    const signed = item.status === 'signed_for';
    if (signed && resolve && this.chance.happens(0.08)) this.suspend(item, resolve);
    if (item.clocks.some((clock) => clock.overdue)) {
      const ago = this.chance.below(300) * minute;
      this.escalate(item, Math.max(received, this.now() - ago), false);
    }
  }

  private suspend(item: CaseView, resolve: ClockView): void {
    const at = this.now() - 40 * minute;
    item.suspended = true;
    item.pause_reason = 'awaits_material';
    item.pause_until_ms = String(this.now() + 48 * hour);
    Object.assign(resolve, { running: false, due_ms: '0', consumed_ms: String(5 * hour) });
    resolve.overdue = false;
    this.tell(at, item.case_id, 'case_suspended', 'suspend_case', '陈建国', [
      ['reason', 'awaits_material'],
    ], false);
  }

  sign(item: CaseView, worker: string, at: number, told = true): number {
    item.status = 'signed_for';
    item.place = 'hands';
    item.worker = worker;
    item.clocks = item.clocks.filter((clock) => clock.stage !== 'sign');
    const token = (this.tokens.get(item.case_id) ?? 100) + 1;
    this.tokens.set(item.case_id, token);
    this.tell(at, item.case_id, 'order_signed', 'sign', worker, [['unit', item.unit]], told);
    return token;
  }

  escalate(item: CaseView, at: number, told = true): void {
    item.escalations += 1;
    item.card = item.card || 'yellow_card';
    this.tell(at, item.case_id, 'clock_ran_out', 'tick', '', [
      ['stage', item.clocks[0]?.stage ?? 'resolve'],
      ['unit', item.unit],
    ], told);
    this.tell(at, item.case_id, 'case_escalated', 'tick', '', [
      ['from_tier', item.tier],
      ['to_tier', 'street'],
      ['unit', item.unit],
      ['rule', 'ladders.csv:7'],
    ], told);
  }

  close(item: CaseView, at: number): void {
    item.status = 'closed';
    item.place = 'closed';
    item.clocks = [];
    item.finished_at_ms = String(at);
    this.tell(at, item.case_id, 'case_closed', 'call_back', '林秀琴', [['result', 'solved']]);
  }

  tell(
    at: number,
    case_id: string,
    event: string,
    verb: string,
    actor: string,
    details: readonly (readonly [string, string])[],
    told = true,
  ): void {
    const sequence = ++this.sequence;
    const fact: Fact = {
      sequence: String(sequence),
      index: 0,
      time_ms: String(Math.round(at)),
      event,
      case_id,
      verb,
      actor,
      principal: '',
      policy_version: '3f9a1c7e20b4',
      details: details.map(([name, value]) => ({ name, value, time_ms: '0' })),
    };
    this.factsOf.set(case_id, [...(this.factsOf.get(case_id) ?? []), fact]);
    if (!told) return;
    const record = { sequence, facts: [fact] };
    this.records.push(record);
    if (this.records.length > 5000) this.records.shift();
    for (const listener of this.listeners) listener(record);
  }

  // One thing that may happen in a second.
  step(): void {
    const open = [...this.cases.values()].filter((item) => item.status !== 'closed');
    const roll = this.chance.next();
    const item = open.length > 0 ? this.chance.of(open) : undefined;
    if (roll < 0.4 || !item) this.begin(this.now());
    else if (roll < 0.65 && item.status === 'dispatched') this.sign(item, '何雅雯', this.now());
    else if (roll < 0.8 && item.status === 'signed_for') this.close(item, this.now());
    else this.escalate(item, this.now());
  }
}

const blank: CaseView = {
  case_id: '0',
  first_complaint_id: '0',
  status: '',
  place: '',
  severity: 'blue',
  category: '',
  category_name: '',
  area_code: '0',
  area_name: '',
  unit: '',
  unit_name: '',
  tier: '',
  worker: '',
  request_type: '',
  channel: '',
  card: '',
  complaints: 1,
  reminders: 0,
  escalations: 0,
  rework_rounds: 0,
  received_at_ms: '0',
  finished_at_ms: '0',
  clocks: [],
  subject: '',
  text: '',
  kind: 'request',
  parent_case: '0',
  assists: [],
  storm: '0',
  mass: false,
  returned_by: [],
  designated: false,
  suspended: false,
  pause_reason: '',
  pause_until_ms: '0',
  extension_asked: false,
  supervision: '',
  assignee: '',
  evidence: 0,
  emergency_line: false,
  acknowledged_until_ms: '0',
  acknowledged_by: '',
  place_candidates: [],
  guesses: [],
};
