// What if: a cell's numbers as sliders. A moved one is written into the cell, the cell runs, and after it all that depends on it.
import { word } from './words.js';

export class WhatIf {
  #cells = [];
  #numbers = new Map();
  #waiting = 0;
  #tried = new Set();

  constructor(panel, cells, link) {
    this.panel = panel;
    this.cells = cells;
    this.link = link;
    document.addEventListener('source', (event) => { if (this.isOn && this.#cells.includes(event.detail)) this.#build(); });
    document.addEventListener('language', () => { if (this.isOn) this.#build(); });
  }

  get isOn() { return !this.panel.hidden; }

  /** Opens the panel for a cell, beside those that the notebook marks to be changed; for the same cell again, closes it. */
  toggle(cell) {
    if (this.isOn && (!cell || this.#cells[0] === cell)) { this.close(); return; }
    const marked = this.cells.list.filter((one) => one.kind === 'code' && one.source.includes('change me'));
    this.#cells = [...new Set([...(cell?.kind === 'code' ? [cell] : []), ...marked])];
    this.panel.hidden = false;
    document.body.classList.add('with-panel');
    this.#build();
  }

  close() {
    this.panel.hidden = true;
    document.body.classList.remove('with-panel');
  }

  async #build() {
    const found = await Promise.all(this.#cells.map((cell) => this.link.ask({ do: 'numbers', source: cell.source })));
    this.panel.innerHTML = '<header><h2></h2><button type="button" class="tool" data-do="whatIfClose"></button></header><p class="hint"></p><div class="sliders"></div><footer><button type="button" class="tool" data-do="resetNumbers"></button><button type="button" class="tool" data-do="keepRuns"></button></footer>';
    this.panel.querySelector('h2').textContent = word('whatIfTitle');
    this.panel.querySelector('[data-do="whatIfClose"]').textContent = word('close');
    this.panel.querySelector('[data-do="resetNumbers"]').textContent = word('resetNumbers');
    this.panel.querySelector('[data-do="keepRuns"]').textContent = word('keepRuns');
    const place = this.panel.querySelector('.sliders');
    let count = 0;
    this.#cells.forEach((cell, index) => {
      const numbers = found[index]?.numbers ?? [];
      this.#numbers.set(cell.id, numbers);
      if (numbers.length === 0) return;
      const group = document.createElement('fieldset');
      group.innerHTML = '<legend></legend>';
      group.firstChild.textContent = `[${cell.number}]`;
      for (const one of numbers) group.append(this.#slider(cell, one, ++count));
      place.append(group);
    });
    this.panel.querySelector('.hint').textContent = count > 0 ? word('whatIfHint') : word('noNumbers');
  }

  #slider(cell, one, count) {
    const scale = scaleOf(one);
    const row = document.createElement('div');
    row.className = 'slider';
    row.innerHTML = `<label for="n${count}"></label><input type="range" id="n${count}" min="0" max="1" step="any"><input type="number" step="any">`;
    const [label, range, exact] = row.children;
    label.textContent = one.name;
    exact.setAttribute('aria-label', one.name);
    const show = (value) => { exact.value = value; range.value = scale.place(value); range.setAttribute('aria-valuetext', String(value)); };
    show(one.value);
    const take = (value) => {
      if (!Number.isFinite(value)) return;
      one.wanted = value;
      clearTimeout(this.#waiting);
      this.#waiting = setTimeout(() => this.#try(cell), 160);
    };
    range.addEventListener('input', () => { const value = scale.value(Number(range.value)); show(value); take(value); });
    exact.addEventListener('change', () => { const value = one.isWhole ? Math.round(Number(exact.value)) : Number(exact.value); show(value); take(value); });
    return row;
  }

  // All numbers that were moved, from the last to the first, so that places before them stay what they are.
  #try(cell) {
    let source = cell.source;
    let moved = 0;
    const numbers = this.#numbers.get(cell.id);
    for (const one of [...numbers].sort((a, b) => b.start - a.start)) {
      if (one.wanted === undefined || one.wanted === one.value) continue;
      const text = written(one, source.slice(one.start, one.end));
      source = source.slice(0, one.start) + text + source.slice(one.end);
      const longer = text.length - (one.end - one.start);
      for (const other of numbers) if (other.start > one.start) { other.start += longer; other.end += longer; }
      one.end += longer;
      one.value = one.wanted;
      moved++;
    }
    if (moved === 0) return;
    cell.source = source;
    cell.editor?.set(source);
    if (!cell.editor) cell.node.querySelector('code').textContent = source;
    this.#tried.add(cell.id);
    this.link.send({ do: 'try', cell: cell.id, source });
  }
}

// As it was written: a float stays a float, and a double does not become an int.
function written(one, before) {
  const suffix = /[fFdDmMuUlL]+$/.exec(before)?.[0] ?? '';
  const text = one.wanted.toString().replace('e+', 'e');
  return text + suffix;
}

// A rate is moved by factors, a share between 0 and 1 by steps, a count by ones.
function scaleOf({ value, isWhole }) {
  const short = (x) => Number(x.toPrecision(3));
  if (isWhole) {
    const [low, high] = value === 0 ? [-10, 10] : [Math.min(value < 0 ? value * 3 : Math.min(1, value), value), Math.max(value * 3, value < 0 ? 0 : 10)];
    return { place: (x) => (x - low) / (high - low), value: (at) => Math.round(low + at * (high - low)) };
  }
  if (value >= 0.3 && value <= 1) return { place: (x) => x, value: (at) => Math.round(at * 1000) / 1000 };
  if (value > 0) {
    const [low, high] = [Math.log(value / 30), Math.log(value * 30)];
    return { place: (x) => (Math.log(Math.max(x, value / 30)) - low) / (high - low), value: (at) => short(Math.exp(low + at * (high - low))) };
  }
  const reach = Math.max(Math.abs(value) * 3, 1);
  return { place: (x) => (x + reach) / (2 * reach), value: (at) => short(at * 2 * reach - reach) };
}
