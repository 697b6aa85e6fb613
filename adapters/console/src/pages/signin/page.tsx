import { useState } from 'preact/hooks';
import { Problem } from '../../api/problem';
import { signIn } from '../../api/session';
import { Field, ProblemNote } from '../../parts/basics';
import { language, setLanguage, useTexts } from '../../words';

export function SignIn() {
  const texts = useTexts().frame;
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await signIn(name, password);
    } catch (caught) {
      if (!(caught instanceof Problem)) throw caught;
      setProblem(caught);
    } finally {
      setBusy(false);
    }
  };

  return (
    <main class="signin">
      <form onSubmit={(event) => void submit(event)}>
        <img src="/icon.svg" alt="" width="56" height="56" />
        <h1>{texts.product}</h1>
        <p class="quiet">{texts.signInHint}</p>
        <Field label={texts.name}>
          {(id) => (
            <input
              id={id}
              value={name}
              autocomplete="username"
              required
              onInput={(event) => setName(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={texts.password}>
          {(id) => (
            <input
              id={id}
              type="password"
              value={password}
              autocomplete="current-password"
              required
              onInput={(event) => setPassword(event.currentTarget.value)}
            />
          )}
        </Field>
        {problem && <Refusal problem={problem} />}
        <button type="submit" class="button is-primary" disabled={busy}>
          {texts.signIn}
        </button>
        <button
          type="button"
          class="button is-plain"
          onClick={() => setLanguage(language.value === 'zh' ? 'en' : 'zh')}
        >
          {texts.language}
        </button>
      </form>
    </main>
  );
}

function Refusal({ problem }: { problem: Problem }) {
  const texts = useTexts().frame;
  if (problem.status !== 401 && problem.status !== 429) return <ProblemNote problem={problem} />;
  const seconds = Math.ceil((problem.retry_after_ms ?? 0) / 1000);
  return (
    <p class="problem" role="alert">
      {problem.status === 429 ? texts.locked(seconds) : texts.wrong}
    </p>
  );
}
