// What part of the drawing is looked at.

export interface View {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Size {
  width: number;
  height: number;
}

const closest = 1 / 64; // of the whole drawing

// Scales about a point; never wider than the whole, never closer than a few buildings.
export function scaled(view: View, factor: number, whole: Size, at?: [number, number]): View {
  const width = Math.min(whole.width, Math.max(whole.width * closest, view.width * factor));
  const height = (width / view.width) * view.height;
  const [x, y] = at ?? [view.x + view.width / 2, view.y + view.height / 2];
  const moved = {
    x: x - ((x - view.x) / view.width) * width,
    y: y - ((y - view.y) / view.height) * height,
    width,
    height,
  };
  return within(moved, whole);
}

export const moved = (view: View, x: number, y: number, whole: Size): View =>
  within({ ...view, x: view.x + x, y: view.y + y }, whole);

function within(view: View, whole: Size): View {
  return {
    ...view,
    x: clamp(view.x, 0, Math.max(0, whole.width - view.width)),
    y: clamp(view.y, 0, Math.max(0, whole.height - view.height)),
  };
}

const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));

// Looks at a box with some room around it, in the proportions of the whole.
export function viewOn(box: View, whole: Size): View {
  const room = 1.2;
  const scale = Math.max((box.width * room) / whole.width, (box.height * room) / whole.height);
  const width = Math.min(whole.width, Math.max(whole.width * closest, whole.width * scale));
  const height = (width / whole.width) * whole.height;
  return within(
    {
      x: box.x + box.width / 2 - width / 2,
      y: box.y + box.height / 2 - height / 2,
      width,
      height,
    },
    whole,
  );
}
