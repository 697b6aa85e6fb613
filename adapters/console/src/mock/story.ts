import type { CaseView, Explanation, PromiseView, Story } from '../api/types';
import type { World } from './world';

// The explanation of a case: readings with their evidence, the route, promises with their segments.

const bytes = (text: string): number => new TextEncoder().encode(text).length;

function promisesOf(item: CaseView, world: World): PromiseView[] {
  const received = Number(item.received_at_ms);
  const signed = world.factsOf.get(item.case_id)?.find((fact) => fact.event === 'order_signed');
  const signDue = received + 1_800_000;
  const kept = signed
    ? [promise('sign', '30m', 'always', received, Number(signed.time_ms), 'kept', signDue)]
    : [];
  return [
    ...kept,
    ...item.clocks.map((clock) => {
      const started = Number(clock.started_ms);
      const outcome = !clock.running ? 'resting' : clock.overdue ? 'broken' : 'running';
      const { stage, limit, calendar, due_ms } = clock;
      return promise(stage, limit, calendar, started, 0, outcome, Number(due_ms));
    }),
  ];

  function promise(
    stage: string,
    limit: string,
    calendar: string,
    started: number,
    ended: number,
    outcome: string,
    due: number,
  ): PromiseView {
    const until = ended || world.now();
    const resting = outcome === 'resting';
    const split = started + (until - started) * 0.6;
    return {
      stage,
      rule: `base/limits.csv:${stage === 'sign' ? 9 : 27}`,
      limit,
      calendar,
      started_ms: String(started),
      ended_ms: String(ended),
      outcome,
      ended_by: ended ? 'order_signed' : '',
      due_ms: String(due),
      granted_ms: String(due ? due - started : 0),
      used_ms: String(until - started),
      spare_ms: String(Math.max(0, due - until)),
      working_time: calendar === 'office',
      ran_out_ms: outcome === 'broken' ? String(due) : '0',
      segments: [
        segment(started, resting ? split : ended, true, 'started'),
        ...(resting ? [segment(split, 0, false, 'suspended:awaits_material')] : []),
      ],
      climb: outcome === 'broken' ? 'climbed' : '',
      climb_why: '',
      climbed_to: outcome === 'broken' ? 'street-wuan' : '',
      card: outcome === 'broken' ? 'yellow_card' : '',
      card_unit: outcome === 'broken' ? item.unit : '',
    };

    function segment(from: number, to: number, running: boolean, why: string) {
      return {
        from_ms: String(Math.round(from)),
        until_ms: String(Math.round(to)),
        running,
        why,
        calendar,
        limit,
        used_ms: String(running ? Math.round((to || until) - from) : 0),
        used_total_ms: String(Math.round((to || until) - started)),
      };
    }
  }
}

function storyOf(item: CaseView, world: World): Story {
  const matter = world.matterOf.get(item.case_id);
  const complaint = world.complaints.get(item.case_id)?.[0];
  // Bytes of UTF-8 from the start of subject + "\n" + text.
  const whole = `${complaint?.subject ?? ''}\n${complaint?.text ?? ''}`;
  const found = (words: string, finding: string, rule: string, means: string) => {
    const at = words ? whole.indexOf(words) : -1;
    const offset = bytes(whole.slice(0, Math.max(0, at)));
    return at < 0 ? [] : [{ finding, words, offset, rule, score: 3, means }];
  };
  return {
    readings: [
      {
        sequence: '1000',
        complaint_id: item.first_complaint_id,
        policy_version: '3f9a1c7e20b4',
        request_type: item.request_type,
        category: item.category,
        category_name: item.category_name,
        category_certainty: item.place === 'desk' ? 'unsure' : 'certain',
        category_score: 5,
        second: 'pm-service',
        second_name: world.categoryName('pm-service'),
        second_score: 2,
        category_rule: 'base/lexicon.csv:118',
        area_code: item.area_code,
        area_name: item.area_name,
        place_certainty: 'certain',
        place_rule: 'areas.csv:6',
        severity: item.severity,
        severity_rule: 'base/severity.csv:4',
        severity_trigger: item.severity === 'red' ? matter?.words ?? '' : '',
        nature: item.severity === 'red' ? 3 : 1,
        scope: 1,
        harm: item.severity === 'blue' ? 1 : 3,
        care: false,
        evidence: [
          ...found(item.area_name, 'place', 'areas.csv:6', item.area_code),
          ...found(matter?.words ?? '', 'category', 'base/lexicon.csv:118', item.category),
        ],
      },
    ],
    routes: [
      {
        sequence: '1001',
        time_ms: item.received_at_ms,
        number: 1,
        unit: item.unit,
        unit_name: item.unit_name,
        tier: item.tier,
        rule: 'base/catalogue.csv:12',
        raised_to_duty: false,
        considered: [
          { tier: 'building', unit: '', unit_name: '', why: 'matter_class', rule: '' },
          {
            tier: 'street',
            unit: 'street-wuan',
            unit_name: world.unitName('street-wuan'),
            why: 'outranked',
            rule: 'base/catalogue.csv:40',
          },
        ],
      },
    ],
    promises: promisesOf(item, world),
    climbs: (world.factsOf.get(item.case_id) ?? [])
      .filter((fact) => fact.event === 'case_escalated')
      .map((fact) => ({
        time_ms: fact.time_ms,
        from_tier: item.tier,
        from_unit: item.unit,
        to_tier: 'street',
        to_unit: 'street-wuan',
        to_unit_name: world.unitName('street-wuan'),
        mode: 'supervise',
        rule: 'base/ladders.csv:7',
      })),
    ladder: ['compound', 'community', 'street', 'department'].map((tier, i) => ({
      tier,
      unit: i === 0 ? item.unit : '',
      unit_name: i === 0 ? item.unit_name : '',
      budget: ['4wh', '1wd', '1wd', ''][i] ?? '',
      mode: 'hand_over',
      reached_ms: i === 0 ? item.received_at_ms : '0',
      outcome: i === 0 ? 'reached' : 'not_reached',
    })),
  };
}

export function explanationOf(item: CaseView, world: World): Explanation {
  const facts = world.factsOf.get(item.case_id) ?? [];
  const story = storyOf(item, world);
  return { case: item, facts, truncated: false, story, forgotten_until_ms: '0' };
}
