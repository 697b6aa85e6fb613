import type { ComponentType } from 'preact';
import { lazy, Suspense } from 'preact/compat';
import { useEffect, useRef, useState } from 'preact/hooks';
import { signedOut } from './api/client';
import { person, signOut } from './api/session';
import { cityTitle, learnCity } from './live/city';
import { followHappenings } from './live/happenings';
import { connection, hangUp } from './live/stream';
import { pagesOf, type PageName } from './navigation';
import { EmptyState, Loading } from './parts/basics';
import { SignIn } from './pages/signin/page';
import { go, hrefOf, place } from './route';
import { dark, toggleTheme } from './theme';
import { language, setLanguage, useTexts } from './words';

const pages: Record<PageName, ComponentType> = {
  board: lazy(() => import('./pages/board/page')),
  escalations: lazy(() => import('./pages/escalations/page')),
  cases: lazy(() => import('./pages/cases/page')),
  map: lazy(() => import('./pages/map')),
  whistles: lazy(() => import('./pages/whistles')),
  scoreboard: lazy(() => import('./pages/scoreboard')),
  rules: lazy(() => import('./pages/rules')),
  intake: lazy(() => import('./pages/intake')),
  orders: lazy(() => import('./pages/orders')),
};

function Navigation() {
  const texts = useTexts().frame;
  const box = useRef<HTMLElement>(null);
  const { page: current } = place.value;
  // On a phone the pages are a line that is longer than the screen.
  useEffect(() => {
    const link = box.current?.querySelector('[aria-current]');
    link?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  return (
    <nav ref={box} aria-label={texts.navigation} class="pages">
      {pagesOf().map((page) => (
        <a
          key={page}
          href={hrefOf(page)}
          aria-current={current === page ? 'page' : undefined}
        >
          {texts.pages[page]}
        </a>
      ))}
    </nav>
  );
}

function Head() {
  const texts = useTexts().frame;
  return (
    <header class="frame">
      <a class="brand" href="/board">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <span>
          {texts.product}
          {cityTitle.value && <small>{cityTitle.value}</small>}
        </span>
      </a>
      <Navigation />
      <div class="row frame-end">
        <span class={`connection is-${connection.value}`} role="status">
          <span class="dot" aria-hidden="true" />
          {texts.connection[connection.value]}
        </span>
        <button type="button" class="button is-plain" onClick={toggleTheme}>
          {dark.value ? texts.light : texts.dark}
        </button>
        <button
          type="button"
          class="button is-plain"
          onClick={() => setLanguage(language.value === 'zh' ? 'en' : 'zh')}
        >
          {texts.language}
        </button>
        <span class="person">{person.value?.title || person.value?.name}</span>
        <button
          type="button"
          class="button is-plain"
          onClick={() => {
            hangUp();
            void signOut();
          }}
        >
          {texts.signOut}
        </button>
      </div>
    </header>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function useKeys(showHelp: (shown: boolean) => void): void {
  useEffect(() => {
    let before = '';
    const press = (event: KeyboardEvent): void => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const keys = before + event.key;
      before = event.key === 'g' ? 'g' : '';
      if (event.key === '?') showHelp(true);
      if (event.key === '/') {
        event.preventDefault();
        go('/cases');
      }
      if (keys === 'gb') go('/board');
      if (keys === 'ge') go('/escalations');
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, []);
}

function Help({ close }: { close: () => void }) {
  const texts = useTexts().frame;
  const box = useRef<HTMLDialogElement>(null);
  useEffect(() => box.current?.showModal(), []);
  return (
    <dialog ref={box} class="help" aria-label={texts.keys} onClose={close}>
      <h2>{texts.keys}</h2>
      <dl>
        {texts.keyHelp.map(([key, what]) => (
          <div key={key}>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
      <button type="button" class="button" onClick={() => box.current?.close()}>
        {texts.close}
      </button>
    </dialog>
  );
}

export function App() {
  const texts = useTexts().frame;
  const [help, setHelp] = useState(false);
  const who = person.value;
  useKeys(setHelp);
  useEffect(() => {
    if (who) void learnCity().catch(() => undefined);
  }, [who?.name]);
  useEffect(() => (who ? followHappenings() : undefined), [who?.name]);
  if (!who || signedOut.value) return <SignIn />;
  const allowed = pagesOf();
  const name = allowed.find((page) => page === place.value.page);
  // Grid workers begin with their orders, seats with the form.
  const fallback = place.value.page === 'board' && !place.value.id ? allowed[0] : undefined;
  const Page = pages[name ?? fallback ?? 'board'];
  const known = name ?? fallback;
  return (
    <>
      <a class="skip" href="#content">
        {texts.skip}
      </a>
      <Head />
      <main id="content">
        {known ? (
          <Suspense fallback={<Loading />}>
            <Page key={known} />
          </Suspense>
        ) : (
          <EmptyState title={texts.notFound} />
        )}
      </main>
      {help && <Help close={() => setHelp(false)} />}
    </>
  );
}
