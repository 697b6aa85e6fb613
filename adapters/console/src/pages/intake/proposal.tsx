import type { ComponentChildren } from 'preact';
import { colon, Problem, SeverityBadge, Time, useLanguage, useWords } from '../frame';
import type { Names } from '../names';
import { limitText } from '../rules/table';
import type { Draft } from './draft';
import { piecesOf } from './marks';
import { clocksInOrder, otherCategories, type ProposeReply } from './reply';
import { CodePicker } from './code_picker';

interface Props {
  draft: Draft;
  reply: ProposeReply | undefined;
  problem: Problem | undefined;
  thinking: boolean;
  names: Names;
  change: (some: Partial<Draft>) => void;
}

export function Proposal({ draft, reply, problem, thinking, names, change }: Props) {
  const words = useWords().intake;
  return (
    <section class="proposal" aria-labelledby="proposal-title" aria-busy={thinking}>
      <div class="row">
        <h2 id="proposal-title">{words.proposal}</h2>
        <span class="quiet" role="status">
          {thinking ? words.thinking : ''}
        </span>
      </div>
      {problem && (
        <p class="warning" role="alert">
          {words.proposalAway}
        </p>
      )}
      {!reply && !problem && <p class="quiet">{words.proposalEmpty}</p>}
      {reply && (
        <>
          <Outcome reply={reply} />
          <dl class="proposal-rows">
            <Colour reply={reply} />
            <Category draft={draft} reply={reply} names={names} change={change} />
            <Place draft={draft} reply={reply} names={names} change={change} />
            <Unit reply={reply} />
            <Deadlines reply={reply} />
          </dl>
          <Marked text={draft.text} reply={reply} />
        </>
      )}
    </section>
  );
}

function Row({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Outcome({ reply }: { reply: ProposeReply }) {
  const words = useWords().intake;
  const grounds: Record<string, string> = words.grounds;
  if (reply.disposition === 'declined') {
    return (
      <p class="warning">
        <strong>{words.declined}</strong> {words.declineGround}{colon()}
        {grounds[reply.decline_ground] ?? reply.decline_ground}
      </p>
    );
  }
  if (reply.disposition === 'informed') return <p class="warning">{words.informed}</p>;
  return null;
}

function Colour({ reply }: { reply: ProposeReply }) {
  const words = useWords().intake;
  const { reading } = reply;
  return (
    <Row name={words.severity}>
      <SeverityBadge severity={reading.severity} />
      <span class="quiet">
        {words.axes.nature} {reading.nature}　{words.axes.scope} {reading.scope}　{words.axes.harm}{' '}
        {reading.harm}
      </span>
      {reading.severity_trigger && (
        <span>
          {words.trigger}{colon()}{reading.severity_trigger}
        </span>
      )}
      {reading.care && <span>{words.care}</span>}
      <span class="quiet">
        {words.rule}{colon()}{reading.severity_rule}
      </span>
    </Row>
  );
}

type Corrected = Omit<Props, 'problem' | 'thinking' | 'reply'> & { reply: ProposeReply };

function Category({ draft, reply, names, change }: Corrected) {
  const words = useWords().intake;
  const { reading } = reply;
  const certainties: Record<string, string> = words.certainty;
  const others = otherCategories(reply).slice(0, 4);
  const isCorrected = draft.category !== '';
  return (
    <Row name={words.category}>
      <strong>
        {names.category(draft.category || reading.category) ||
          reading.category_name ||
          words.certainty.none}
      </strong>
      {isCorrected ? (
        <Correction undo={() => change({ category: '' })} />
      ) : (
        <span class="tag">
          {certainties[reading.category_certainty] ?? reading.category_certainty}
        </span>
      )}
      {others.length > 0 && (
        <div class="proposal-others">
          <span class="quiet">{words.guesses}</span>
          {others.map((guess) => (
            <button
              key={guess.category}
              type="button"
              class="button is-small"
              aria-label={words.useCategory(names.category(guess.category))}
              onClick={() => change({ category: guess.category })}
            >
              {names.category(guess.category)} <span class="quiet">{guess.strength}</span>
            </button>
          ))}
        </div>
      )}
      <CodePicker
        label={words.category}
        rows={names.rules?.categories ?? []}
        nameOf={(row) => names.category(row.code)}
        moreOf={(row) => `${row.major} ${row.name} ${row.name_en}`}
        choose={(category) => change({ category })}
      />
    </Row>
  );
}

function Correction({ undo }: { undo: () => void }) {
  const words = useWords().intake;
  return (
    <>
      <span class="tag is-strong" title={words.correctionNote}>
        {words.corrected}
      </span>
      <button type="button" class="button is-small" onClick={undo}>
        {words.asProposed}
      </button>
    </>
  );
}

function Place({ draft, reply, names, change }: Corrected) {
  const words = useWords().intake;
  const { reading } = reply;
  const certainties: Record<string, string> = words.certainty;
  const isFound = reading.area_code !== '0' && reading.area_code !== '';
  const place = draft.area_code || (isFound ? reading.area_code : '');
  return (
    <Row name={words.area}>
      <strong>{place ? names.areaPath(place) : words.certainty.none}</strong>
      {draft.area_code ? (
        <Correction undo={() => change({ area_code: '' })} />
      ) : (
        isFound && (
          <span class="tag">{certainties[reading.place_certainty] ?? reading.place_certainty}</span>
        )
      )}
      {reply.place_candidates.length > 0 && (
        <div class="proposal-others">
          <span class="quiet">{words.candidates}</span>
          {reply.place_candidates.map((candidate) => (
            <button
              key={candidate.area_code}
              type="button"
              class="button is-small"
              aria-label={words.useArea(candidate.area_name)}
              title={candidate.why}
              onClick={() => change({ area_code: candidate.area_code })}
            >
              {names.areaPath(candidate.area_code)}
            </button>
          ))}
        </div>
      )}
      <CodePicker
        label={words.area}
        rows={names.rules?.areas ?? []}
        nameOf={(row) => names.areaPath(row.code)}
        moreOf={(row) => row.name}
        choose={(area_code) => change({ area_code })}
      />
    </Row>
  );
}

function Unit({ reply }: { reply: ProposeReply }) {
  const all = useWords();
  const words = all.intake;
  const tiers: Record<string, string> = all.tiers;
  const whyNot: Record<string, string> = words.whyNot;
  const { route } = reply;
  const none = reply.disposition === 'awaits_triage' ? words.triageDesk : words.noRoute;
  return (
    <Row name={words.unit}>
      <strong>{route ? route.unit_name || route.unit || none : none}</strong>
      {route?.tier && <span class="tag">{tiers[route.tier] ?? route.tier}</span>}
      {route?.rule && (
        <span class="quiet">
          {words.rule}{colon()}{route.rule}
        </span>
      )}
      {route && route.considered.length > 0 && (
        <details>
          <summary>{words.considered}</summary>
          <ul>
            {route.considered.map((other, i) => (
              <li key={i}>
                {tiers[other.tier] ?? other.tier} {other.unit_name}{colon()}
                {whyNot[other.why] ?? other.why}
              </li>
            ))}
          </ul>
        </details>
      )}
    </Row>
  );
}

function Deadlines({ reply }: { reply: ProposeReply }) {
  const all = useWords();
  const words = all.intake;
  const language = useLanguage();
  const stages: Record<string, string> = all.stages;
  if (reply.clocks.length === 0) return null;
  return (
    <Row name={words.deadlines}>
      <ul class="proposal-clocks">
        {clocksInOrder(reply.clocks).map((clock) => (
          <li key={clock.stage}>
            <span>{stages[clock.stage] ?? clock.stage}</span>
            <span>{limitText(clock.limit, language)}</span>
            {clock.due_ms !== '0' && (
              <span class="quiet">
                <Time ms={Number(clock.due_ms)} />
              </span>
            )}
          </li>
        ))}
      </ul>
    </Row>
  );
}

// The text with the words that decided, each told by its underline and by what it spoke for.
function Marked({ text, reply }: { text: string; reply: ProposeReply }) {
  const words = useWords().intake;
  const findings: Record<string, string> = words.findings;
  // The text that was read: an answer may be a moment older than what stands in the field.
  const pieces = piecesOf('', text.trim(), reply.reading.evidence);
  if (!pieces.some((piece) => piece.findings.length > 0)) return null;
  return (
    <div class="proposal-marked">
      <h3>{words.marked}</h3>
      <p class="quiet">{words.markedHint}</p>
      <p class="marked-text">
        {pieces.map((piece, i) =>
          piece.findings.length === 0 ? (
            piece.text
          ) : (
            <mark
              key={i}
              class={`is-${piece.findings[0]}`}
              title={piece.why.map((why) => `${findings[why.finding]} ${why.rule}`).join('\n')}
            >
              {piece.text}
              <span class="marked-finding">
                {piece.findings.map((finding) => findings[finding] ?? finding).join('、')}
              </span>
            </mark>
          ),
        )}
      </p>
    </div>
  );
}
