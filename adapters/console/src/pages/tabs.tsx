import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

// Parts of a page, one seen at a time; arrow keys go from one to the next.
export function Tabs<Name extends string>({
  label,
  names,
  labels,
  chosen,
  choose,
  children,
}: {
  label: string;
  names: readonly Name[];
  labels: Record<Name, string>;
  chosen: Name;
  choose: (name: Name) => void;
  children: ComponentChildren;
}) {
  const id = useId();
  const step = (event: KeyboardEvent): void => {
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const next = names[(names.indexOf(chosen) + by + names.length) % names.length] as Name;
    choose(next);
    document.getElementById(`${id}-${next}`)?.focus();
  };
  return (
    <>
      <div role="tablist" aria-label={label} class="tabs" onKeyDown={step}>
        {names.map((name) => (
          <button
            key={name}
            id={`${id}-${name}`}
            type="button"
            role="tab"
            aria-selected={name === chosen}
            aria-controls={`${id}-panel`}
            tabIndex={name === chosen ? 0 : -1}
            onClick={() => choose(name)}
          >
            {labels[name]}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${chosen}`}>
        {children}
      </div>
    </>
  );
}
