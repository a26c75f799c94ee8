// Plotly figures: plotly.js is loaded when the first one comes, and until then their pictures stand.
const widest = 1000; // on a desk
const larger = 1.5; // on a projector, than on a desk
let loading = null;
const drawn = new Map(); // element → { figure, text, key }
let kept = null; // key → traces of an earlier run

/** Loads the library once. */
export function load(assets) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${assets}plotly/plotly.min.js`;
    script.onload = () => resolve(window.Plotly);
    script.onerror = () => { loading = null; reject(new Error('plotly.js cannot be loaded')); };
    document.head.append(script);
  });
  return loading;
}

export const isLoaded = () => Boolean(window.Plotly);

/** Draws a figure, or the new state of one that is drawn already. */
export function draw(host, text, plot, key) {
  let element = host.querySelector(':scope > .output > .chart > .plot');
  if (!element) {
    host.innerHTML = '<div class="output wide"><div class="chart"><div class="plot" role="figure"></div></div></div>';
    element = host.querySelector('.plot');
    new ResizeObserver(() => fit(element)).observe(element.parentElement);
  }
  element.setAttribute('aria-label', text.slice(0, 2000));
  drawn.set(element, { figure: JSON.parse(plot), key });
  paint(element);
}

function paint(element) {
  const { figure, key } = drawn.get(element);
  const data = [...figure.data];
  for (const trace of kept?.get(key) ?? []) {
    data.push({ ...trace, name: `${trace.name ?? ''} (${kept.label})`, opacity: 0.5, showlegend: trace.showlegend ?? true, line: { ...trace.line, dash: 'dot', width: 1.5 }, legendgroup: undefined });
  }
  return window.Plotly.react(element, data, sized(element, figure.layout ?? {}), { displaylogo: false, responsive: false, displayModeBar: document.documentElement.hasAttribute('data-present') ? false : 'hover', modeBarButtonsToRemove: ['select2d', 'lasso2d'] });
}

// As wide as there is room; presenting, all of it half as large again, type and margins too.
function sized(element, layout) {
  const room = element.parentElement.clientWidth - 24;
  const height = layout.height ?? 430;
  if (!document.documentElement.hasAttribute('data-present')) return { ...layout, width: Math.min(room, widest), height };
  const margin = Object.fromEntries(Object.entries(layout.margin ?? {}).map(([side, size]) => [side, size * larger]));
  return { ...enlarged(layout), margin, width: room, height: Math.round(Math.min(height * larger, innerHeight * 0.74)) };
}

function enlarged(part, name = '') {
  if (Array.isArray(part)) return part.map((one) => enlarged(one, name));
  if (part === null || typeof part !== 'object') return part;
  const isFont = name.toLowerCase().endsWith('font');
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, isFont && key === 'size' ? value * larger : enlarged(value, key)]));
}

function fit(element) {
  if (!element.isConnected) { drawn.delete(element); return; }
  if (element.offsetParent === null || !drawn.has(element)) return;
  const layout = sized(element, drawn.get(element).figure.layout ?? {});
  if (Math.abs(layout.width - (element._fullLayout?.width ?? 0)) > 2) paint(element);
}

export function fitAll() { for (const element of [...drawn.keys()]) fit(element); }

/** Keeps the curves that are shown now, so that later runs are drawn over them; called again, lets them go. */
export function toggleKept(label) {
  if (kept) {
    kept = null;
  } else {
    kept = new Map([...drawn].filter(([element]) => element.isConnected).map(([, { figure, key }]) => [key, figure.data.filter((trace) => (trace.type ?? 'scatter') === 'scatter')]));
    kept.label = label;
  }
  for (const element of [...drawn.keys()]) if (element.isConnected) paint(element);
  return kept !== null;
}

export function release(host) {
  for (const element of host.querySelectorAll('.plot')) {
    window.Plotly?.purge(element);
    drawn.delete(element);
  }
}
