// Present: section by section, then output by output, by keyboard; large, dark or light, code folded until asked for.
import * as plots from './plots.js';
import { switchTheme, word } from './words.js';

export class Present {
  #steps = [];
  #at = 0;
  #began = 0;
  #clock = 0;
  #actions;

  constructor(cells, bar, actions) {
    this.cells = cells;
    this.bar = bar;
    this.#actions = actions;
    document.addEventListener('outputs', () => { if (this.isOn) this.#plan(true); });
    document.addEventListener('language', () => { if (this.isOn) this.#label(); });
    addEventListener('resize', () => { if (this.isOn) plots.fitAll(); });
  }

  get isOn() { return document.documentElement.hasAttribute('data-present'); }

  start(from) {
    document.documentElement.setAttribute('data-present', '');
    this.bar.hidden = false;
    this.#began = performance.now();
    this.#plan(false);
    const first = from ? this.#steps.findIndex((step) => step.cells.includes(from)) : 0;
    this.#go(Math.max(first, 0));
    this.#clock = setInterval(() => this.#label(), 1000);
    document.documentElement.requestFullscreen?.().catch(() => { /* a window will do */ });
  }

  leave() {
    clearInterval(this.#clock);
    document.documentElement.removeAttribute('data-present');
    this.bar.hidden = true;
    for (const node of this.cells.root.querySelectorAll('.off, .unseen, .unfolded')) node.classList.remove('off', 'unseen', 'unfolded');
    for (const part of this.cells.root.querySelectorAll('.part')) part.replaceWith(...part.childNodes);
    if (document.fullscreenElement) document.exitFullscreen();
    plots.fitAll();
    this.#steps[this.#at]?.cells[0]?.node.scrollIntoView({ block: 'start' });
  }

  key(event) {
    const current = this.#steps[this.#at];
    const act = {
      ArrowRight: () => this.#go(this.#at + 1), ' ': () => this.#go(this.#at + (event.shiftKey ? -1 : 1)), PageDown: () => this.#go(this.#at + 1),
      ArrowLeft: () => this.#go(this.#at - 1), PageUp: () => this.#go(this.#at - 1),
      ArrowDown: () => this.#section(1), ArrowUp: () => this.#section(-1), Home: () => this.#go(0), End: () => this.#go(this.#steps.length - 1),
      c: () => this.#fold(current), t: () => { this.#began = performance.now(); this.#label(); }, d: switchTheme, w: () => this.#actions.whatIf(this.#code(current)), r: this.#actions.reset, o: this.#actions.keepRuns,
      Escape: () => this.leave(),
      Enter: event.shiftKey ? () => { const cell = this.#code(current); if (cell) this.#actions.run(cell); } : null,
    }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return false;
    act();
    event.preventDefault();
    return true;
  }

  #code(step) { return [...(step?.cells ?? [])].reverse().find((cell) => cell.kind === 'code'); }

  // A slide is a section: what a heading of level 1 or 2 begins. Within it each paragraph group, cell and output is a step of its own.
  #plan(keeps) {
    // Outputs come and go while a cell runs: the step is the same by its cell and its place there.
    const place = this.#steps[this.#at];
    const nth = this.#steps.filter((step) => step.cells[0] === place?.cells[0]).indexOf(place);
    this.#steps = [];
    let slide = -1;
    for (const cell of this.cells.list) {
      if (cell.kind !== 'code') {
        this.#parts(cell);
        for (const part of cell.node.querySelectorAll('.part')) {
          if (part.querySelector('h1, h2') || slide < 0) slide++;
          this.#steps.push({ slide, cells: [cell], node: part });
        }
      } else if (slide >= 0 || cell.node.querySelector('.outputs').children.length > 0) {
        if (slide < 0) slide = 0;
        this.#steps.push({ slide, cells: [cell], node: cell.node.querySelector('.cell') });
        for (const output of cell.node.querySelector('.outputs').children) if (output.childElementCount > 0) this.#steps.push({ slide, cells: [cell], node: output });
      }
    }
    if (keeps) {
      const own = this.#steps.filter((step) => step.cells[0] === place?.cells[0]);
      this.#at = own.length > 0 ? this.#steps.indexOf(own[Math.min(Math.max(nth, 0), own.length - 1)]) : Math.min(this.#at, this.#steps.length - 1);
      this.#show(false);
    }
  }

  // One cell may hold several sections: each goes into an element that can be hidden.
  #parts(cell) {
    const prose = cell.node.querySelector('.prose');
    if (prose.querySelector(':scope > .part') || !prose.childElementCount) return;
    let part = null;
    for (const child of [...prose.children]) {
      if (!part || child.matches('h1, h2, h3')) {
        part = document.createElement('div');
        part.className = 'part';
        prose.append(part);
      }
      part.append(child);
    }
  }

  #go(step) {
    this.#at = Math.max(0, Math.min(step, this.#steps.length - 1));
    this.#show(true);
  }

  #section(by) {
    const slide = this.#steps[this.#at].slide;
    const next = by > 0 ? this.#steps.findIndex((step) => step.slide > slide) : this.#steps.findIndex((step) => step.slide === Math.max(slide - 1, 0));
    if (next >= 0) this.#go(next);
  }

  #fold(step) {
    for (const cell of new Set(this.#steps.filter((one) => one.slide === step.slide).flatMap((one) => one.cells))) cell.node.classList.toggle('unfolded');
  }

  #show(scrolls) {
    const now = this.#steps[this.#at];
    if (!now) return;
    const visible = new Set(this.#steps.filter((step) => step.slide === now.slide).flatMap((step) => step.cells));
    for (const cell of this.cells.list) cell.node.classList.toggle('off', !visible.has(cell));
    this.#steps.forEach((step, index) => {
      step.node.classList.toggle('off', step.slide !== now.slide);
      step.node.classList.toggle('unseen', step.slide === now.slide && index > this.#at);
    });
    plots.fitAll();
    this.#label();
    if (!scrolls) return;
    const first = this.#steps.find((step) => step.slide === now.slide) === now;
    if (first) scrollTo({ top: 0 });
    else now.node.scrollIntoView({ block: now.node.offsetHeight > innerHeight * 0.8 ? 'start' : 'center', behavior: 'smooth' });
  }

  #label() {
    const now = this.#steps[this.#at];
    const slides = (this.#steps.at(-1)?.slide ?? 0) + 1;
    const seconds = Math.floor((performance.now() - this.#began) / 1000);
    const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
    if (!this.bar.firstChild) {
      this.bar.innerHTML = '<h1 class="sr"></h1><span class="slide"></span><progress max="1"></progress><span class="clock" role="timer"></span><button type="button" data-do="leave" class="tool"></button>';
    }
    this.bar.querySelector('h1').textContent = document.title;
    this.bar.querySelector('.slide').textContent = word('slide', (now?.slide ?? 0) + 1, slides);
    const progress = this.bar.querySelector('progress');
    progress.value = this.#steps.length ? (this.#at + 1) / this.#steps.length : 0;
    progress.setAttribute('aria-label', word('present'));
    this.bar.querySelector('.clock').textContent = time;
    this.bar.querySelector('button').textContent = word('leave');
  }
}
