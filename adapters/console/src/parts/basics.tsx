import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Problem } from '../api/problem';
import type { Severity } from '../api/types';
import { useTexts } from '../words';

export const Loading = () => (
  <p class="loading" role="status">
    {useTexts().frame.loading}…
  </p>
);

export function ProblemNote({ problem, again }: { problem: Problem; again?: () => void }) {
  const texts = useTexts().frame;
  return (
    <p class="problem" role="alert">
      {texts.problems[problem.reason] ?? (problem.detail || problem.reason)}
      {again && (
        <button type="button" class="button" onClick={again}>
          {texts.again}
        </button>
      )}
    </p>
  );
}

export function PageHead({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <header class="page-head">
      <h1 tabIndex={-1}>{title}</h1>
      <div class="row">{children}</div>
    </header>
  );
}

export function Badge({ tone, children }: { tone: string; children: ComponentChildren }) {
  return <span class={`badge is-${tone}`}>{children}</span>;
}

// A colour is told by colour, shape and word.
export function SeverityBadge({ severity }: { severity: string }) {
  const texts = useTexts().frame;
  const known = severity as Severity;
  return (
    <span class={`badge is-${severity}`}>
      <span aria-hidden="true">{texts.shapes[known]}</span> {texts.severity[known] ?? severity}
    </span>
  );
}

export function Field({
  label,
  hint,
  error,
  children,
}: {
  label: string;
  hint?: string | undefined;
  error?: string | undefined;
  children: (id: string) => ComponentChildren;
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {children(id)}
      {hint && <p class="quiet">{hint}</p>}
      {error && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

export function Dialog({
  title,
  confirm,
  busy,
  onConfirm,
  onClose,
  children,
}: {
  title: string;
  confirm: string;
  busy?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const texts = useTexts().frame;
  const id = useId();
  useEffect(() => box.current?.showModal(), []);
  return (
    <dialog ref={box} aria-labelledby={id} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onConfirm();
        }}
      >
        <h2 id={id}>{title}</h2>
        <div class="dialog-body">{children}</div>
        <div class="buttons">
          <button type="submit" class="button is-primary" disabled={busy}>
            {confirm}
          </button>
          <button type="button" class="button" onClick={() => box.current?.close()}>
            {texts.cancel}
          </button>
        </div>
      </form>
    </dialog>
  );
}

export function ConfirmDialog({
  title,
  text,
  onConfirm,
  onClose,
}: {
  title: string;
  text: string;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Dialog title={title} confirm={title} onConfirm={onConfirm} onClose={onClose}>
      <p>{text}</p>
    </Dialog>
  );
}

export function EmptyState({ title, hint }: { title: string; hint?: string }) {
  return (
    <div class="empty">
      <p>{title}</p>
      {hint && <p class="quiet">{hint}</p>}
    </div>
  );
}
