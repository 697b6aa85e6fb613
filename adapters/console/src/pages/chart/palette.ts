// Colours of charts: those of the page, as they are now.

export type ColourName = string;

export function colourOf(name: ColourName): string {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

export const paper = window.matchMedia('print');

// Told when the page turns dark or light, or goes to paper, which is light.
export function watchScheme(changed: () => void): () => void {
  const query = window.matchMedia('(prefers-color-scheme: dark)');
  query.addEventListener('change', changed);
  paper.addEventListener('change', changed);
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => {
    query.removeEventListener('change', changed);
    paper.removeEventListener('change', changed);
    observer.disconnect();
  };
}
