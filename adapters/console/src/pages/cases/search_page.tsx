import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/client';
import { Problem } from '../../api/problem';
import { severities, type Cases } from '../../api/types';
import { EmptyState, Field, PageHead, ProblemNote, SeverityBadge } from '../../parts/basics';
import { ClockBadge, nearestClock, Time, useNow } from '../../parts/time';
import { hrefOf } from '../../route';
import { useTexts } from '../../words';
import { instantOf } from '../zone';
import { categoryOf, zone } from '../../live/city';

const pageSize = 50;

interface Wish {
  q: string;
  case: string;
  phone: string;
  severity: string;
  open: string;
  since: string;
  until: string;
  order: string;
}

const nothing: Wish = {
  q: '',
  case: '',
  phone: '',
  severity: '',
  open: '',
  since: '',
  until: '',
  order: 'newest',
};

function queryOf(wish: Wish, page: number): string {
  const query = new URLSearchParams({ page: String(page), page_size: String(pageSize) });
  for (const [name, value] of Object.entries(wish)) {
    if (!value) continue;
    const day = name === 'since' || name === 'until';
    const instant = day ? instantOf(`${value}T00:00`, zone.value) : undefined;
    query.set(name, instant === undefined ? value : String(instant));
  }
  return query.toString();
}

export function SearchPage() {
  const texts = useTexts();
  const now = useNow(5_000);
  const [wish, setWish] = useState(nothing);
  const [page, setPage] = useState(1);
  const [asked, setAsked] = useState<Wish>(nothing);
  const [found, setFound] = useState<Cases>();
  const [problem, setProblem] = useState<Problem>();
  useEffect(() => {
    const controller = new AbortController();
    get<Cases>(`/api/v1/cases?${queryOf(asked, page)}`, { signal: controller.signal })
      .then((answer) => {
        setFound(answer);
        setProblem(undefined);
      })
      .catch((caught: unknown) => {
        if (caught instanceof Problem) setProblem(caught);
      });
    return () => controller.abort();
  }, [asked, page]);

  const input = (name: keyof Wish, type = 'text') => (id: string) => (
    <input
      id={id}
      type={type}
      value={wish[name]}
      onInput={(event) => setWish({ ...wish, [name]: event.currentTarget.value })}
    />
  );
  const choice = (name: keyof Wish, options: [string, string][]) => (id: string) => (
    <select
      id={id}
      value={wish[name]}
      onChange={(event) => setWish({ ...wish, [name]: event.currentTarget.value })}
    >
      {options.map(([value, label]) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  );
  const total = Number(found?.total ?? 0);
  const all: [string, string] = ['', texts.frame.all];
  return (
    <>
      <PageHead title={texts.search.title} />
      <form
        class="search-form"
        onSubmit={(event) => {
          event.preventDefault();
          setPage(1);
          setAsked({ ...wish });
        }}
      >
        <Field label={texts.search.words} hint={texts.search.wordsHint}>
          {input('q', 'search')}
        </Field>
        <Field label={texts.search.number}>{input('case')}</Field>
        <Field label={texts.search.phone} hint={texts.search.phoneHint}>
          {input('phone', 'tel')}
        </Field>
        <Field label={texts.frame.colour}>
          {choice('severity', [all, ...severities.map((s): [string, string] => [s, texts.frame.severity[s]])])}
        </Field>
        <Field label={texts.search.state}>
          {choice('open', [all, ['true', texts.search.open], ['false', texts.search.closed]])}
        </Field>
        <Field label={texts.search.from}>{input('since', 'date')}</Field>
        <Field label={texts.search.until}>{input('until', 'date')}</Field>
        <Field label={texts.search.sort}>{choice('order', Object.entries(texts.search.order))}</Field>
        <button type="submit" class="button is-primary">
          {texts.search.submit}
        </button>
      </form>
      {problem && <ProblemNote problem={problem} />}
      {found && total === 0 && (
        <EmptyState title={texts.search.none} hint={texts.search.noneHint} />
      )}
      {found && total > 0 && (
        <div class="table-box">
          <table>
            <caption>{texts.search.found(total)}</caption>
            <thead>
              <tr>
                <th scope="col">{texts.search.number}</th>
                <th scope="col">{texts.frame.colour}</th>
                <th scope="col">{texts.search.category}</th>
                <th scope="col">{texts.frame.area}</th>
                <th scope="col">{texts.frame.unit}</th>
                <th scope="col">{texts.search.state}</th>
                <th scope="col">{texts.search.received}</th>
                <th scope="col">{texts.search.deadline}</th>
              </tr>
            </thead>
            <tbody>
              {found.cases.map((item) => (
                <tr key={item.case_id}>
                  <td>
                    <a href={hrefOf('case', { id: item.case_id })}>{item.case_id}</a>
                  </td>
                  <td>
                    <SeverityBadge severity={item.severity} />
                  </td>
                  <td>{categoryOf(item)}</td>
                  <td>{item.area_name}</td>
                  <td>{item.unit_name}</td>
                  <td>{texts.frame.statuses[item.status] ?? item.status}</td>
                  <td>
                    <Time ms={Number(item.received_at_ms)} />
                  </td>
                  <td>
                    {item.status !== 'closed' && (
                      <ClockBadge clock={nearestClock(item.clocks)} now={now} />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {total > pageSize && (
        <p class="row">
          <button type="button" class="button" disabled={page === 1} onClick={() => setPage(page - 1)}>
            {texts.search.before}
          </button>
          <span>
            {page} / {Math.ceil(total / pageSize)}
          </span>
          <button
            type="button"
            class="button"
            disabled={page * pageSize >= total}
            onClick={() => setPage(page + 1)}
          >
            {texts.search.more}
          </button>
        </p>
      )}
    </>
  );
}
