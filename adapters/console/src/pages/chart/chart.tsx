import { BarChart, LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TooltipComponent } from 'echarts/components';
import * as echarts from 'echarts/core';
import type { EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'preact/hooks';
import { colourOf, paper, watchScheme } from './palette';

echarts.use([BarChart, LineChart, GridComponent, LegendComponent, TooltipComponent, CanvasRenderer]);

// A canvas, and tooltips drawn on it: the page's policy allows no inline styles, which HTML
// tooltips would need.
const common = (): EChartsCoreOption => ({
  animation: !paper.matches && !window.matchMedia('(prefers-reduced-motion: reduce)').matches,
  animationDuration: 250,
  textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: colourOf('text') },
  tooltip: {
    trigger: 'axis',
    renderMode: 'richText',
    confine: true,
    backgroundColor: colourOf('surface'),
    borderColor: colourOf('border'),
    textStyle: { color: colourOf('text') },
  },
});

interface Props {
  // Made anew when colours change, so it reads them when it is called.
  option: () => EChartsCoreOption;
  height: number;
  label: string;
}

// A chart is a picture to those who cannot see it: what it shows must stand beside it as a table.
export function Chart({ option, height, label }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(option);
  latest.current = option;
  const chart = useRef<echarts.ECharts | undefined>(undefined);

  useEffect(() => {
    const element = box.current;
    if (!element) return undefined;
    const made = echarts.init(element);
    chart.current = made;
    const draw = (): void => {
      made.setOption({ ...common(), ...latest.current() }, true);
      if (!paper.matches) return;
      // No frame comes any more before the sheet is taken.
      made.resize();
      made.getZr().flush();
    };
    draw();
    const sizes = new ResizeObserver(() => made.resize());
    sizes.observe(element);
    const unwatch = watchScheme(draw);
    return () => {
      unwatch();
      sizes.disconnect();
      made.dispose();
      chart.current = undefined;
    };
  }, []);

  useEffect(() => {
    chart.current?.setOption({ ...common(), ...option() }, true);
  }, [option]);

  return <div ref={box} role="img" aria-label={label} style={{ width: '100%', height }} />;
}
