import { me, useWords } from '../frame';
import type { UnitCourse } from './course';
import type { Whistle } from './row';
import { wishesFor, type Wish, type WishName } from './wishes';

export function Actions({
  whistle,
  course,
  ask,
}: {
  whistle: Whistle;
  course?: UnitCourse;
  ask: (wish: Wish) => void;
}) {
  const words = useWords().whistles;
  const labels: Record<WishName, string> = {
    acknowledge_whistle: words.acknowledge,
    report_in: words.reportIn,
    record_measure: words.record,
    release_unit: words.release,
    close_whistle: words.close,
    rate_whistle: words.rate,
  };
  const names = wishesFor(whistle, course, me()?.roles ?? []);
  if (names.length === 0) return null;
  return (
    <div class="buttons">
      {names.map((name) => (
        <button
          key={name}
          type="button"
          class="button"
          onClick={() => ask(course ? { name, whistle, unit: course.unit } : { name, whistle })}
        >
          {labels[name]}
        </button>
      ))}
    </div>
  );
}
