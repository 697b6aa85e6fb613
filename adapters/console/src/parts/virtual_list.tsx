import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

// Thousands of rows of one height, of which only those in sight are in the page.
export function VirtualList<Item>({
  items,
  rowHeight,
  keyOf,
  label,
  row,
  focused,
}: {
  items: readonly Item[];
  rowHeight: number; // px
  keyOf: (item: Item) => string;
  label: string;
  row: (item: Item, index: number) => ComponentChildren;
  focused?: number | undefined; // kept in sight
}) {
  const box = useRef<HTMLDivElement>(null);
  const [view, setView] = useState({ top: 0, height: 800 });
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = (): void =>
      setView({ top: element.scrollTop, height: element.clientHeight || 800 });
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, []);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || focused === undefined) return;
    const top = focused * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    if (top + rowHeight > element.scrollTop + element.clientHeight) {
      element.scrollTop = top + rowHeight - element.clientHeight;
    }
  }, [focused]);
  const spare = 6;
  const first = Math.max(0, Math.floor(view.top / rowHeight) - spare);
  const last = Math.min(items.length, Math.ceil((view.top + view.height) / rowHeight) + spare);
  return (
    <div class="virtual" ref={box} tabIndex={0} role="list" aria-label={label}>
      <div style={{ height: `${items.length * rowHeight}px`, position: 'relative' }}>
        {items.slice(first, last).map((item, offset) => (
          <div
            key={keyOf(item)}
            role="listitem"
            aria-setsize={items.length}
            aria-posinset={first + offset + 1}
            style={{
              position: 'absolute',
              insetInline: 0,
              top: `${(first + offset) * rowHeight}px`,
              height: `${rowHeight}px`,
            }}
          >
            {row(item, first + offset)}
          </div>
        ))}
      </div>
    </div>
  );
}
