import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { colon, go, useWords } from '../frame';
import { boxOfAreas, below, type Area } from './features';
import { boxOf, frameOf, pathOf, type Frame } from './geometry';
import { darkness, total, worst, type Counts } from './shading';
import { moved, scaled, viewOn, type View } from './view';

export interface Storm {
  id: string;
  area: string;
  major: string;
  cases: number;
  quiet_at_ms: number | undefined;
}

interface Props {
  areas: Area[];
  level: string; // kind of area that is shaded
  counts: ReadonlyMap<string, Counts>;
  storms: Storm[];
  boardOf: (code: string) => string;
}

const wide = 1000;
const nothing: Counts = { red: 0, yellow: 0, blue: 0 };
const signs = { red: '▲', yellow: '◆', blue: '●', none: '' };

export function Picture({ areas, level, counts, storms, boardOf }: Props) {
  const words = useWords().map;
  const box = useMemo(() => boxOfAreas(areas), [areas]);
  const frame = useMemo(() => box && frameOf(box, wide, 24), [box]);
  const [view, setView] = useState<View | undefined>(undefined);
  const svg = useRef<SVGSVGElement>(null);
  const drag = useDrag(svg, setView, frame);
  const size = useSize(svg);
  if (!frame) return <p class="empty">{words.none}</p>;

  const whole = { width: frame.width, height: frame.height };
  const shown = view ?? { x: 0, y: 0, ...whole };
  const zoom = (factor: number): void => setView(scaled(shown, factor, whole));
  const move = (x: number, y: number): void =>
    setView(moved(shown, x * shown.width, y * shown.height, whole));
  const shaded = areas.filter((area) => area.kind === level && area.rings.length > 0);
  const most = Math.max(0, ...shaded.map((area) => total(counts.get(area.code) ?? nothing)));
  // Lengths of the drawing that are one pixel: the picture fits both ways.
  const unit = Math.max(shown.width / size.width, shown.height / size.height);
  const onKey = (event: KeyboardEvent): void => {
    const steps: Record<string, () => void> = {
      '+': () => zoom(0.6),
      '=': () => zoom(0.6),
      '-': () => zoom(1 / 0.6),
      '0': () => setView(undefined),
      ArrowLeft: () => move(-0.15, 0),
      ArrowRight: () => move(0.15, 0),
      ArrowUp: () => move(0, -0.15),
      ArrowDown: () => move(0, 0.15),
    };
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    step();
  };

  return (
    <div class="map-picture" onKeyDown={onKey}>
      <div class="map-tools" role="group" aria-label={words.title}>
        <button type="button" class="button" onClick={() => zoom(0.6)} aria-label={words.zoomIn}>
          +
        </button>
        <button
          type="button"
          class="button"
          onClick={() => zoom(1 / 0.6)}
          aria-label={words.zoomOut}
        >
          −
        </button>
        <button type="button" class="button" onClick={() => setView(undefined)}>
          {words.reset}
        </button>
        <Places areas={areas} frame={frame} show={(at) => setView(at && viewOn(at, whole))} />
      </div>
      <svg
        ref={svg}
        viewBox={`${shown.x} ${shown.y} ${shown.width} ${shown.height}`}
        class="map-svg"
        role="group"
        aria-label={words.legend}
        {...drag}
      >
        {areas
          .filter((area) => area.kind !== level && area.rings.length > 0 && area.kind !== 'building')
          .map((area) => (
            <path
              key={area.code}
              d={pathOf(area.rings, frame.place)}
              class={`map-outline ${area.schematic ? 'is-schematic' : ''}`}
              vector-effect="non-scaling-stroke"
            />
          ))}
        {shaded.map((area) => (
          <Shaded
            key={area.code}
            area={area}
            counts={counts.get(area.code) ?? nothing}
            most={most}
            frame={frame}
            unit={unit}
            href={boardOf(area.code)}
          />
        ))}
        {storms.map((storm) => (
          <StormRing
            key={storm.id}
            storm={storm}
            area={areas.find((area) => area.code === storm.area)}
            frame={frame}
            unit={unit}
          />
        ))}
      </svg>
    </div>
  );
}

// Ways to look at one street at once.
function Places({
  areas,
  frame,
  show,
}: {
  areas: Area[];
  frame: Frame;
  show: (box: View | undefined) => void;
}) {
  const words = useWords().map;
  const streets = areas.filter((area) => area.kind === 'street');
  const choose = (code: string): void => {
    const inside = boxOf(below(areas, code).flatMap((area) => area.rings));
    if (!code || !inside) return show(undefined);
    const [x, y] = frame.place([inside.west, inside.north]);
    const [right, bottom] = frame.place([inside.east, inside.south]);
    show({ x, y, width: right - x, height: bottom - y });
  };
  return (
    <select
      aria-label={words.levels.street}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">{words.reset}</option>
      {streets.map((street) => (
        <option key={street.code} value={street.code}>
          {street.name}
        </option>
      ))}
    </select>
  );
}

function Shaded({
  area,
  counts,
  most,
  frame,
  unit,
  href,
}: {
  area: Area;
  counts: Counts;
  most: number;
  frame: Frame;
  unit: number;
  href: string;
}) {
  const words = useWords().map;
  const open = total(counts);
  const shade = worst(counts);
  const label = words.label(area.name, counts.red, counts.yellow, counts.blue);
  const [x, y] = area.centre ? frame.place(area.centre) : [0, 0];
  const ring = area.rings[0] ?? [];
  const across = ring.length > 0 ? widthOf(ring.map((position) => frame.place(position))) : 0;
  const roomy = across / unit;
  return (
    <a
      href={href}
      aria-label={label}
      class="map-area"
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey) return;
        event.preventDefault();
        go(href);
      }}
    >
      <title>{label}</title>
      <path
        d={pathOf(area.rings, frame.place)}
        class={`map-shade is-${shade} is-dark-${darkness(open, most)} ${
          area.schematic ? 'is-schematic' : ''
        }`}
        vector-effect="non-scaling-stroke"
      />
      {roomy > 64 && (
        <text x={x} y={y + 15 * unit} class="map-name" font-size={12 * unit}>
          {area.name}{' '}
        </text>
      )}
      {roomy > 18 && open > 0 && (
        <text x={x} y={y} class="map-count" font-size={13 * unit} dominant-baseline="middle">
          {signs[shade]}
          {open}
        </text>
      )}
    </a>
  );
}

function widthOf(points: [number, number][]): number {
  const xs = points.map(([x]) => x);
  return Math.max(...xs) - Math.min(...xs);
}

function StormRing({
  storm,
  area,
  frame,
  unit,
}: {
  storm: Storm;
  area: Area | undefined;
  frame: Frame;
  unit: number;
}) {
  const words = useWords().map;
  if (!area?.centre) return null;
  const [x, y] = frame.place(area.centre);
  const around = widthOf((area.rings[0] ?? []).map((position) => frame.place(position)));
  const radius = Math.max(around * 0.75, 16 * unit);
  const label = words.storms(storm.cases, storm.major);
  return (
    <g class="map-storm">
      <title>{`${words.storm}${colon()}${area.name} ${label}`}</title>
      <circle cx={x} cy={y} r={radius} vector-effect="non-scaling-stroke" />
      <circle cx={x} cy={y} r={radius + 4 * unit} vector-effect="non-scaling-stroke" />
      <text x={x} y={y - radius - 9 * unit} class="map-name" font-size={12 * unit}>
        {`${words.storm} ${label}`}
      </text>
    </g>
  );
}

function useSize(element: { current: SVGSVGElement | null }): { width: number; height: number } {
  const [size, setSize] = useState({ width: wide, height: wide });
  useEffect(() => {
    if (!element.current) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setSize(entry.contentRect);
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, []);
  return size;
}

// Dragging moves the picture; a press that did not move is a click on what lies there.
function useDrag(
  svg: { current: SVGSVGElement | null },
  setView: (change: (view: View | undefined) => View | undefined) => void,
  frame: Frame | undefined,
): JSX.SVGAttributes<SVGSVGElement> {
  const from = useRef<{ x: number; y: number; moved: boolean } | undefined>(undefined);
  return {
    onPointerDown: (event) => {
      from.current = { x: event.clientX, y: event.clientY, moved: false };
    },
    onPointerMove: (event) => {
      const start = from.current;
      const element = svg.current;
      if (!start || !element || !frame || event.buttons === 0) return;
      const x = event.clientX - start.x;
      const y = event.clientY - start.y;
      if (!start.moved && Math.hypot(x, y) < 6) return;
      from.current = { x: event.clientX, y: event.clientY, moved: true };
      const whole = { width: frame.width, height: frame.height };
      const size = element.getBoundingClientRect();
      setView((view) => {
        const at = view ?? { x: 0, y: 0, ...whole };
        const scale = Math.max(at.width / size.width, at.height / size.height);
        return moved(at, -x * scale, -y * scale, whole);
      });
    },
    onClickCapture: (event) => {
      if (from.current?.moved) {
        event.preventDefault();
        event.stopPropagation();
      }
      from.current = undefined;
    },
  };
}
