// Messages of proto/whistle/v1 as JSON: field names as there, 64-bit numbers as strings.

export type Severity = 'red' | 'yellow' | 'blue';
export const severities: readonly Severity[] = ['red', 'yellow', 'blue'];

export interface ClockView {
  stage: string;
  running: boolean;
  overdue: boolean;
  limit: string;
  calendar: string;
  started_ms: string;
  due_ms: string;
  consumed_ms: string;
}

export interface PlaceCandidate {
  area_code: string;
  area_name: string;
  why: string;
}

export interface GuessView {
  category: string;
  category_name: string;
  strength: string;
}

export interface CaseView {
  case_id: string;
  first_complaint_id: string;
  status: string;
  place: string;
  severity: Severity;
  category: string;
  category_name: string;
  area_code: string;
  area_name: string;
  unit: string;
  unit_name: string;
  tier: string;
  worker: string;
  request_type: string;
  channel: string;
  card: string;
  complaints: number;
  reminders: number;
  escalations: number;
  rework_rounds: number;
  received_at_ms: string;
  finished_at_ms: string;
  clocks: ClockView[];
  subject: string;
  text: string;
  kind: string;
  parent_case: string;
  assists: string[];
  storm: string;
  mass: boolean;
  returned_by: string[];
  designated: boolean;
  suspended: boolean;
  pause_reason: string;
  pause_until_ms: string;
  extension_asked: boolean;
  supervision: string;
  assignee: string;
  evidence: number;
  emergency_line: boolean;
  acknowledged_until_ms: string;
  acknowledged_by: string;
  place_candidates: PlaceCandidate[];
  guesses: GuessView[];
}

export interface Cases {
  cases: CaseView[];
  total: string;
  page: number;
  page_size: number;
  as_of_sequence: string;
}

export interface Detail {
  name: string;
  value: string;
  time_ms: string;
}

export interface Fact {
  sequence: string;
  index: number;
  time_ms: string;
  event: string;
  case_id: string;
  verb: string;
  actor: string;
  principal: string;
  policy_version: string;
  details: Detail[];
}

export interface Evidence {
  finding: string;
  words: string;
  offset: number;
  rule: string;
  score: number;
  means: string;
}

export interface Reading {
  sequence: string;
  complaint_id: string;
  policy_version: string;
  request_type: string;
  category: string;
  category_name: string;
  category_certainty: string;
  category_score: number;
  second: string;
  second_name: string;
  second_score: number;
  category_rule: string;
  area_code: string;
  area_name: string;
  place_certainty: string;
  place_rule: string;
  severity: Severity;
  severity_rule: string;
  severity_trigger: string;
  nature: number;
  scope: number;
  harm: number;
  care: boolean;
  evidence: Evidence[];
}

export interface ConsideredUnit {
  tier: string;
  unit: string;
  unit_name: string;
  why: string;
  rule: string;
}

export interface Route {
  sequence: string;
  time_ms: string;
  number: number;
  unit: string;
  unit_name: string;
  tier: string;
  rule: string;
  raised_to_duty: boolean;
  considered: ConsideredUnit[];
}

export interface Segment {
  from_ms: string;
  until_ms: string;
  running: boolean;
  why: string;
  calendar: string;
  limit: string;
  used_ms: string;
  used_total_ms: string;
}

export interface PromiseView {
  stage: string;
  rule: string;
  limit: string;
  calendar: string;
  started_ms: string;
  ended_ms: string;
  outcome: string;
  ended_by: string;
  due_ms: string;
  granted_ms: string;
  used_ms: string;
  spare_ms: string;
  working_time: boolean;
  ran_out_ms: string;
  segments: Segment[];
  climb: string;
  climb_why: string;
  climbed_to: string;
  card: string;
  card_unit: string;
}

export interface Climb {
  time_ms: string;
  from_tier: string;
  from_unit: string;
  to_tier: string;
  to_unit: string;
  to_unit_name: string;
  mode: string;
  rule: string;
}

export interface LadderStep {
  tier: string;
  unit: string;
  unit_name: string;
  budget: string;
  mode: string;
  reached_ms: string;
  outcome: string;
}

export interface Story {
  readings: Reading[];
  routes: Route[];
  promises: PromiseView[];
  climbs: Climb[];
  ladder: LadderStep[];
}

export interface Explanation {
  case: CaseView;
  facts: Fact[];
  truncated: boolean;
  story: Story;
  forgotten_until_ms: string; // "0": its history is whole
}

export interface ComplaintReply {
  complaint_id: string;
  case_id: string;
  disposition: string;
  received_at_ms: string;
  complaint: {
    source: string;
    external_id: string;
    channel: string;
    subject: string;
    text: string;
    address: string;
    media_urls: string[];
    attributes: { code: string; values: string[] }[];
  };
}

export interface Load {
  unit: string;
  unit_name: string;
  tier: string;
  area_code: string;
  red: number;
  yellow: number;
  blue: number;
  oldest_received_ms: string;
  escalations_last_hour: number;
}

export interface Board {
  loads: Load[];
  time_ms: string;
}

export interface Grant {
  case: CaseView;
  token: string;
  until_ms: string;
}

export interface PullReply {
  grants: Grant[];
}
