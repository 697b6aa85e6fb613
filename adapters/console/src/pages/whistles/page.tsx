import { useMemo, useState } from 'preact/hooks';
import {
  colon,
  Badge,
  Countdown,
  EmptyState,
  get,
  hrefOf,
  Loading,
  PageHead,
  ProblemNote,
  Time,
  useAsked,
  useTicks,
  useWords,
} from '../frame';
import { useNames, type Names } from '../names';
import { Actions } from './actions';
import { BlowDialog } from './blow';
import { byUrgency, courseOf, type Step, type UnitCourse, type WhistleFact } from './course';
import { useHistory } from './history';
import { whistleOf, type Whistle } from './row';
import { WishDialog } from './wish';
import type { Wish } from './wishes';
import './whistles.css';

interface RegisterRows {
  rows: { key: string; json: string }[];
}

export function WhistlesPage() {
  const words = useWords().whistles;
  const names = useNames();
  const ticks = useTicks(30_000);
  const [changes, setChanges] = useState(0);
  const [blowing, setBlowing] = useState(false);
  const [wish, setWish] = useState<Wish | undefined>(undefined);
  const facts = useHistory(() => setChanges((count) => count + 1));
  const asked = useAsked(
    (signal) => get<RegisterRows>('/api/v1/registers/whistle', { signal }),
    [ticks, changes],
  );
  const whistles = useMemo(
    () =>
      (asked.value?.rows ?? [])
        .map((row) => whistleOf(row.json))
        .sort(byUrgency),
    [asked.value],
  );
  const done = (): void => {
    setBlowing(false);
    setWish(undefined);
    setChanges((count) => count + 1);
  };

  return (
    <div class="whistles-page">
      <PageHead title={words.title}>
        <button type="button" class="button is-primary" onClick={() => setBlowing(true)}>
          {words.blow}
        </button>
      </PageHead>
      {asked.problem && <ProblemNote problem={asked.problem} again={asked.again} />}
      {!asked.value && !asked.problem && <Loading />}
      {asked.value && whistles.length === 0 && (
        <EmptyState title={words.none} hint={words.noneHint} />
      )}
      {[false, true].map((closed) => {
        const some = whistles.filter((whistle) => whistle.closed === closed);
        if (some.length === 0) return null;
        return (
          <section key={String(closed)} class="whistles">
            <h2>{closed ? words.closed : words.running}</h2>
            {some.map((whistle) => (
              <WhistleCard
                key={whistle.id}
                whistle={whistle}
                facts={facts}
                names={names}
                ask={setWish}
              />
            ))}
          </section>
        );
      })}
      {blowing && <BlowDialog names={names} close={() => setBlowing(false)} done={done} />}
      {wish && (
        <WishDialog wish={wish} names={names} close={() => setWish(undefined)} done={done} />
      )}
    </div>
  );
}

function taskOf(whistle: Whistle, facts: readonly WhistleFact[]): string {
  const blown = facts.find(
    (fact) =>
      fact.event === 'whistle_blown' &&
      fact.details.some((item) => item.name === 'id' && item.value === whistle.id),
  );
  return blown?.details.find((item) => item.name === 'task')?.value ?? '';
}

function WhistleCard({
  whistle,
  facts,
  names,
  ask,
}: {
  whistle: Whistle;
  facts: readonly WhistleFact[];
  names: Names;
  ask: (wish: Wish) => void;
}) {
  const words = useWords().whistles;
  const kind = words.kinds[whistle.kind as keyof typeof words.kinds] ?? whistle.kind;
  const courses = whistle.invited.map((invited) => courseOf(whistle, invited, facts));
  const task = taskOf(whistle, facts);
  return (
    <article class={`whistle is-${whistle.kind}`} aria-labelledby={`whistle-${whistle.id}`}>
      <header>
        <h3 id={`whistle-${whistle.id}`}>
          <span class={`whistle-kind is-${whistle.kind}`}>{kind}</span>{' '}
          {words.number(whistle.id)}
        </h3>
        {whistle.hold && <span class="tag is-strong">{words.hold}</span>}
      </header>
      <dl class="facts">
        <div>
          <dt>{words.whistler}</dt>
          <dd>{names.unit(whistle.whistler)}</dd>
        </div>
        <div>
          <dt>{words.blownAt}</dt>
          <dd>
            <Time ms={whistle.blown_ms} />
          </dd>
        </div>
        <div>
          <dt>{words.area}</dt>
          <dd>{names.areaPath(whistle.area)}</dd>
        </div>
        {whistle.cases.length > 0 && (
          <div>
            <dt>{words.cases}</dt>
            <dd>
              {whistle.cases.map((id) => (
                <a key={id} href={hrefOf('case', { id })}>
                  {id}
                </a>
              ))}
            </dd>
          </div>
        )}
        {task && (
          <div class="is-wide">
            <dt>{words.task}</dt>
            <dd>{task}</dd>
          </div>
        )}
      </dl>
      <ul class="whistle-units">
        {courses.map((course) => (
          <UnitRow key={course.unit} course={course} whistle={whistle} names={names} ask={ask} />
        ))}
      </ul>
      <Actions whistle={whistle} ask={ask} />
    </article>
  );
}

function UnitRow({
  course,
  whistle,
  names,
  ask,
}: {
  course: UnitCourse;
  whistle: Whistle;
  names: Names;
  ask: (wish: Wish) => void;
}) {
  const words = useWords().whistles;
  return (
    <li class="whistle-unit">
      <div class="row">
        <strong>{names.unit(course.unit)}</strong>
        {course.lead && <span class="tag">{words.lead}</span>}
        {course.card !== 'none' && course.card !== '' && (
          <Badge tone={course.card === 'red_card' ? 'red' : 'yellow'}>
            {words.card[course.card as keyof typeof words.card] ?? course.card}
          </Badge>
        )}
        {course.stars_from_whistler > 0 && (
          <span>
            {words.rated} {words.starsText(course.stars_from_whistler)}
          </span>
        )}
      </div>
      <ol class="whistle-steps">
        {course.steps
          .filter((step) => step.state !== 'not_asked')
          .map((step) => (
            <StepView key={step.name} step={step} />
          ))}
      </ol>
      {course.notes.map((note, i) => (
        <p key={i} class="note">
          {words.steps.arrive}{colon()}{note}
        </p>
      ))}
      {course.measures.length > 0 && (
        <ul class="measures" aria-label={words.measures}>
          {course.measures.map((measure) => (
            <li key={measure.at_ms}>
              <Time ms={measure.at_ms} /> {measure.plan && <span class="tag">{words.measurePlan}</span>}{' '}
              {measure.note} <span class="quiet">{measure.by}</span>
            </li>
          ))}
        </ul>
      )}
      <Actions whistle={whistle} course={course} ask={ask} />
    </li>
  );
}

const marks = { done: '✓', done_late: '✓', missed: '✕', waiting: '…', not_asked: '–' };

function StepView({ step }: { step: Step }) {
  const words = useWords().whistles;
  const isDone = step.state === 'done' || step.state === 'done_late';
  return (
    <li class={`whistle-step is-${step.state}`}>
      <span class="step-name">
        <span aria-hidden="true">{marks[step.state]}</span> {words.steps[step.name]}
      </span>
      <span>
        {isDone && step.minutes !== undefined && words.after(step.minutes)}
        {isDone && step.minutes === undefined && words.timeUnknown}
        {step.state !== 'done' && ` ${words.states[step.state]}`}
      </span>
      {step.state === 'waiting' && step.due_ms !== undefined && (
        <span>
          {words.before} <Time ms={step.due_ms} /> <Countdown due_ms={step.due_ms} />
        </span>
      )}
      {step.state !== 'waiting' && step.due_ms !== undefined && (
        <span class="quiet">
          {words.before} <Time ms={step.due_ms} />
        </span>
      )}
    </li>
  );
}
