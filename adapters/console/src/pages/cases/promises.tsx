import type { PromiseView } from '../../api/types';
import { Badge } from '../../parts/basics';
import { Time, useDuration } from '../../parts/time';
import { useTexts } from '../../words';

// A promise drawn over the time it took: where it ran, where it rested, where it was late.

const width = 600;
const height = 20;

const toneOf: Record<string, string> = {
  kept: 'green',
  running: 'blue',
  resting: 'quiet',
  dropped: 'quiet',
  kept_late: 'yellow',
  broken: 'red',
  overdue: 'red',
};

function Segments({ promise, now }: { promise: PromiseView; now: number }) {
  const texts = useTexts();
  const from = Number(promise.started_ms);
  const due = Number(promise.due_ms);
  const end = Math.max(Number(promise.ended_ms) || now, due, from + 1);
  const x = (at: number): number => ((at - from) / (end - from)) * width;
  const broken = Number(promise.ran_out_ms);
  return (
    <svg
      class="segments"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={`${texts.frame.stages[promise.stage] ?? promise.stage}: ${
        texts.casePage.outcomes[promise.outcome] ?? promise.outcome
      }`}
    >
      {promise.segments.map((segment, index) => {
        const begin = Number(segment.from_ms);
        const until = Number(segment.until_ms) || Number(promise.ended_ms) || now;
        return (
          <rect
            key={index}
            class={segment.running ? 'runs' : 'rests'}
            x={x(begin)}
            width={Math.max(1, x(until) - x(begin))}
            y={segment.running ? 4 : 8}
            height={segment.running ? 12 : 4}
          >
            <title>{segment.why}</title>
          </rect>
        );
      })}
      {broken > 0 && (
        <rect class="late" x={x(broken)} width={Math.max(2, width - x(broken))} y={4} height={12} />
      )}
      {due > 0 && <line class="due" x1={x(due)} x2={x(due)} y1={0} y2={height} />}
    </svg>
  );
}

export function Promises({ promises, now }: { promises: PromiseView[]; now: number }) {
  const texts = useTexts();
  const duration = useDuration();
  return (
    <>
      {promises.map((promise, index) => (
        <div key={index} class="promise">
          <div class="promise-head">
            <strong>{texts.frame.stages[promise.stage] ?? promise.stage}</strong>
            <Badge tone={toneOf[promise.outcome] ?? 'quiet'}>
              {texts.casePage.outcomes[promise.outcome] ?? promise.outcome}
            </Badge>
            {promise.granted_ms !== '0' && (
              <span class="quiet">
                {texts.casePage.used(
                  duration(Number(promise.used_ms)),
                  duration(Number(promise.granted_ms)),
                )}
              </span>
            )}
            {Number(promise.due_ms) > 0 && (
              <span class="quiet">
                → <Time ms={Number(promise.due_ms)} />
              </span>
            )}
          </div>
          <Segments promise={promise} now={now} />
          <span class="rule">{promise.rule}</span>
        </div>
      ))}
    </>
  );
}
