import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client';
import { Problem } from '../../api/problem';
import type { ComplaintReply, Explanation, Fact, Reading, Story } from '../../api/types';
import { categoryOf } from '../../live/city';
import { listen } from '../../live/stream';
import { Badge, Loading, PageHead, ProblemNote, SeverityBadge } from '../../parts/basics';
import { ClockBadge, nearestClock, Time, useNow } from '../../parts/time';
import { language, useTexts } from '../../words';
import { limitText } from '../rules/table';
import { ActDialog } from './act_dialog';
import { actsFor, type Act } from './acts';
import { ComplaintText } from './complaint_text';
import { Promises } from './promises';

interface Shown {
  explanation: Explanation;
  complaints: ComplaintReply[];
}

async function ask(id: string, signal: AbortSignal): Promise<Shown> {
  const path = `/api/v1/cases/${encodeURIComponent(id)}`;
  const [explanation, { complaints }] = await Promise.all([
    get<Explanation>(`${path}/explanation?with_text=true`, { signal }),
    get<{ complaints: ComplaintReply[] }>(`${path}/complaints`, { signal }),
  ]);
  return { explanation, complaints };
}

// Asked again when something happens to the case.
function useCase(id: string): { shown: Shown | undefined; problem: Problem | undefined; again: () => void } {
  const [shown, setShown] = useState<Shown>();
  const [problem, setProblem] = useState<Problem>();
  const [times, setTimes] = useState(0);
  const again = (): void => setTimes((count) => count + 1);
  useEffect(() => {
    const controller = new AbortController();
    ask(id, controller.signal)
      .then((answer) => {
        setShown(answer);
        setProblem(undefined);
      })
      .catch((caught: unknown) => {
        if (caught instanceof Problem) setProblem(caught);
      });
    return () => controller.abort();
  }, [id, times]);
  useEffect(
    () =>
      listen((record) => {
        if (record.facts.some((fact) => fact.case_id === id)) again();
      }, again),
    [id],
  );
  return { shown, problem, again };
}

function Complaints({ shown }: { shown: Shown }) {
  const texts = useTexts();
  const { explanation } = shown;
  const readings = new Map(explanation.story.readings.map((each) => [each.complaint_id, each]));
  return (
    <section class="panel">
      <h2>{texts.casePage.complaints}</h2>
      {shown.complaints.map(({ complaint_id, received_at_ms, complaint }, index) => {
        // As it was read: evidence counts from its start.
        const address = complaint.address ? `\n${complaint.address}` : '';
        return (
          <article key={complaint_id}>
            {index === 1 && <h3>{texts.casePage.merged}</h3>}
            <p class="quiet">
              <Time ms={Number(received_at_ms)} /> · {complaint.source} {complaint.external_id}
            </p>
            <ComplaintText
              text={`${complaint.subject}\n${complaint.text}${address}`}
              evidence={readings.get(complaint_id)?.evidence ?? []}
            />
            {complaint.attributes.map((attribute) => (
              <p key={attribute.code} class="quiet">
                {attribute.code}: {attribute.values.join(', ')}
              </p>
            ))}
          </article>
        );
      })}
      <p class="quiet">{texts.casePage.masked}</p>
    </section>
  );
}

function Why({ reading }: { reading: Reading }) {
  const texts = useTexts();
  const words = texts.casePage.reading;
  return (
    <dl class="reading">
      <dt>{words['category']}</dt>
      <dd>
        {categoryOf(reading) || '—'} ({words[reading.category_certainty] ?? reading.category_certainty})
        {reading.second_name && ` · ${words['second']} ${reading.second_name}`}
        <div class="rule">{reading.category_rule}</div>
      </dd>
      <dt>{words['place']}</dt>
      <dd>
        {reading.area_name || '—'} ({words[reading.place_certainty] ?? reading.place_certainty})
        <div class="rule">{reading.place_rule}</div>
      </dd>
      <dt>{words['severity']}</dt>
      <dd>
        <SeverityBadge severity={reading.severity} />{' '}
        {texts.casePage.axes(reading.nature, reading.scope, reading.harm)}
        <div class="rule">{reading.severity_rule}</div>
      </dd>
    </dl>
  );
}

function Trail({ story }: { story: Story }) {
  const texts = useTexts();
  return (
    <ol class="trail">
      {story.routes.map((route) => (
        <li key={route.sequence}>
          <strong>{route.unit_name || texts.frame.statuses['awaits_triage']}</strong>{' '}
          <span class="quiet">
            {texts.frame.tiers[route.tier] ?? route.tier} <Time ms={Number(route.time_ms)} />
          </span>
          <div class="rule">{route.rule}</div>
          {route.considered.length > 0 && (
            <ul>
              {route.considered.map((other, index) => (
                <li key={index}>
                  {texts.casePage.considered}{' '}
                  {other.unit_name || (texts.frame.tiers[other.tier] ?? other.tier)}:{' '}
                  {texts.casePage.whyNot[other.why] ?? other.why}
                </li>
              ))}
            </ul>
          )}
        </li>
      ))}
      {story.climbs.map((climb) => (
        <li key={climb.time_ms}>
          ↑ <strong>{climb.to_unit_name || climb.to_unit}</strong>{' '}
          <span class="quiet">
            {texts.frame.tiers[climb.to_tier] ?? climb.to_tier} <Time ms={Number(climb.time_ms)} />
          </span>
          <div class="rule">{climb.rule}</div>
        </li>
      ))}
    </ol>
  );
}

// What people read of a fact; the rest is in the explanation beside it.
const told = ['unit_name', 'to_unit_name', 'severity', 'stage', 'result', 'reason', 'note', 'satisfaction'];

function FactRow({ fact }: { fact: Fact }) {
  const texts = useTexts();
  const who = fact.actor && fact.actor !== 'engine' ? fact.actor : '';
  const details = fact.details
    .filter((detail) => told.includes(detail.name) && detail.value)
    .map((detail) => {
      if (detail.name === 'stage') return texts.frame.stages[detail.value] ?? detail.value;
      return texts.casePage.choices[detail.value] ?? detail.value;
    });
  return (
    <li class={`is-${fact.event}`}>
      <Time ms={Number(fact.time_ms)} seconds />{' '}
      <span class="story-what">{texts.casePage.facts[fact.event] ?? fact.event}</span>{' '}
      <span>{details.join(' · ')}</span> {who && <span class="quiet">{texts.casePage.by(who)}</span>}
    </li>
  );
}

export function CasePage({ id }: { id: string }) {
  const texts = useTexts();
  const now = useNow();
  const { shown, problem, again } = useCase(id);
  const [act, setAct] = useState<Act>();
  if (problem && !shown) return <ProblemNote problem={problem} again={again} />;
  if (!shown) return <Loading />;
  const item = shown.explanation.case;
  const { story, facts, forgotten_until_ms } = shown.explanation;
  const possible = actsFor(item);
  return (
    <>
      <PageHead title={`${texts.casePage.title(id)} ${categoryOf(item)}`}>
        <SeverityBadge severity={item.severity} />
        <Badge tone="quiet">{texts.frame.statuses[item.status] ?? item.status}</Badge>
        {item.status !== 'closed' && <ClockBadge clock={nearestClock(item.clocks)} now={now} />}
        <span>
          {item.area_name} · {item.unit_name}
        </span>
      </PageHead>
      <div class="case-page">
        <div>
          <Complaints shown={shown} />
          <section class="panel">
            <h2>{texts.casePage.clocks}</h2>
            <Promises promises={story.promises} now={now} />
          </section>
          <section class="panel">
            <h2>{texts.casePage.story}</h2>
            {Number(forgotten_until_ms) > 0 && <p class="quiet">{texts.casePage.forgotten}</p>}
            <ol class="story">
              {facts.map((fact) => (
                <FactRow key={`${fact.sequence}.${fact.index}`} fact={fact} />
              ))}
            </ol>
          </section>
        </div>
        <div>
          <section class="panel no-print">
            <h2>{texts.casePage.actions}</h2>
            <div class="acts">
              {possible.length === 0 && <p class="quiet">{texts.casePage.noActions}</p>}
              {possible.map((each) => (
                <button key={each.name} type="button" class="button" onClick={() => setAct(each)}>
                  {texts.casePage.acts[each.name] ?? each.name}
                </button>
              ))}
            </div>
          </section>
          <section class="panel">
            <h2>{texts.casePage.why}</h2>
            {story.readings.map((reading) => (
              <Why key={reading.complaint_id} reading={reading} />
            ))}
          </section>
          <section class="panel">
            <h2>{texts.casePage.trail}</h2>
            <Trail story={story} />
          </section>
          {story.ladder.length > 0 && (
            <section class="panel">
              <h2>{texts.casePage.ladder}</h2>
              <ol class="trail">
                {story.ladder.map((step, index) => (
                  <li key={index}>
                    {texts.frame.tiers[step.tier] ?? step.tier} {step.unit_name}{' '}
                    <span class="quiet">{limitText(step.budget, language.value)}</span>{' '}
                    {Number(step.reached_ms) > 0 && <Time ms={Number(step.reached_ms)} />}
                  </li>
                ))}
              </ol>
            </section>
          )}
        </div>
      </div>
      {act && (
        <ActDialog
          act={act}
          item={item}
          close={() => setAct(undefined)}
          done={() => {
            setAct(undefined);
            again();
          }}
        />
      )}
    </>
  );
}
