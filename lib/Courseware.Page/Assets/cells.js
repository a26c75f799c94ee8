// The cells as the notebook says they are: frames, texts, outputs, times, marks.
import * as plots from './plots.js';
import * as streams from './streams.js';
import { directBlocks, language, say, word } from './words.js';

const number = (seconds) => seconds < 10 ? seconds.toFixed(seconds < 0.995 ? 2 : 1) : seconds.toFixed(0);

export class Cells {
  constructor(root, link, assets) {
    this.root = root;
    this.link = link;
    this.assets = assets;
    this.all = new Map();
    for (const node of root.children) this.#register(node);
    this.#renumber();
    setInterval(() => this.#tick(), 500);
    document.addEventListener('language', () => { for (const cell of this.all.values()) this.#foot(cell); });
  }

  get list() { return [...this.root.children].map((node) => this.all.get(node.dataset.id)).filter(Boolean); }

  of(element) { return this.all.get(element?.closest?.('.nb-cell')?.dataset.id); }

  apply(message) {
    for (const change of message.cells) this.#applyCell(change);
    if (message.order) this.#applyOrder(message.order);
  }

  #register(node) {
    const before = this.all.get(node.dataset.id);
    const source = before?.source ?? (node.dataset.kind === 'code' ? node.querySelector('code').textContent : '');
    const cell = Object.assign(before ?? {}, { id: node.dataset.id, kind: node.dataset.kind, node, source, state: 'Idle', outputs: new Map(), editor: null });
    this.all.set(cell.id, cell);
    if (language() === 'fa') say(node);
    for (const prose of node.querySelectorAll('.prose')) directBlocks(prose);
    return cell;
  }

  #applyCell(change) {
    let cell = this.all.get(change.id);
    if (change.frame) {
      const holder = document.createElement('template');
      holder.innerHTML = change.frame;
      const node = holder.content.firstElementChild;
      cell?.editor?.close(false);
      if (cell) cell.node.replaceWith(node); else this.root.append(node);
      cell = this.#register(node);
    }
    if (!cell) return;
    if ('source' in change) this.#applySource(cell, change);
    if ('html' in change) {
      const place = cell.kind === 'code' ? cell.node.querySelector('code') : cell.node.querySelector('.prose');
      place.innerHTML = change.html;
      if (cell.kind !== 'code') directBlocks(place);
    }
    if ('state' in change) {
      const hasEnded = cell.state === 'Running' && change.state !== 'Running';
      Object.assign(cell, { state: change.state, count: change.count, seconds: change.seconds, expected: change.expected, stale: change.stale, changed: change.changed, filed: change.filed, question: change.question });
      if (change.state === 'Running') cell.began = performance.now() - 1000 * change.elapsed;
      this.#applyShown(cell, change.shown);
      this.#foot(cell);
      // What it declared is known now.
      if (hasEnded) for (const other of this.all.values()) other.editor?.check();
    }
    for (const output of change.outputs ?? []) this.#applyOutput(cell, output);
  }

  // What somebody types here is newer than what the notebook has.
  #applySource(cell, change) {
    if (this.link.unsent.has(cell.id) || (cell.editor && change.writer === this.link.me)) return;
    if (cell.source === change.source) return;
    cell.source = change.source;
    cell.editor?.set(change.source);
    if (cell.kind === 'code' && !('html' in change)) cell.node.querySelector('code').textContent = change.source;
    document.dispatchEvent(new CustomEvent('source', { detail: cell }));
  }

  /** Takes a text that was typed here. */
  edit(cell, source) {
    if (cell.source === source) return;
    cell.source = source;
    if (cell.kind === 'code') cell.node.querySelector('code').textContent = source;
    this.link.send({ do: 'edit', cell: cell.id, source });
  }

  #applyOrder(order) {
    const wanted = new Set(order);
    for (const [id, cell] of [...this.all]) {
      if (wanted.has(id)) continue;
      plots.release(cell.node);
      cell.node.remove();
      this.all.delete(id);
    }
    order.forEach((id, index) => {
      const node = this.all.get(id)?.node;
      if (node && this.root.children[index] !== node) this.root.insertBefore(node, this.root.children[index] ?? null);
    });
    this.#renumber();
  }

  #renumber() {
    [...this.root.children].forEach((node, index) => {
      const cell = this.all.get(node.dataset.id);
      if (!cell) return;
      cell.number = index + 1;
      const name = `${cell.kind === 'code' ? 'Code' : 'Text'} cell ${cell.number}`;
      node.setAttribute('aria-label', name);
      node.querySelector(':scope > .cell > .code')?.setAttribute('aria-label', `${name}: press Enter to edit`);
    });
  }

  #applyShown(cell, shown) {
    const place = cell.node.querySelector('.outputs');
    // The old outputs stay until the first new one is there, or the page would jump at every run.
    cell.waits = cell.state === 'Running' && shown.length === 0 && place.children.length > 0;
    place.classList.toggle('old', cell.waits);
    if (cell.waits) {
      place.style.minHeight = `${place.offsetHeight}px`;
      return;
    }
    const wanted = new Set(shown);
    for (const [id, host] of [...cell.outputs]) {
      if (wanted.has(id)) continue;
      plots.release(host);
      host.remove();
      cell.outputs.delete(id);
    }
    shown.forEach((id, index) => {
      const host = this.#host(cell, id);
      if (place.children[index] !== host) place.insertBefore(host, place.children[index] ?? null);
    });
    if (cell.state !== 'Running') place.style.minHeight = '';
    document.dispatchEvent(new CustomEvent('outputs', { detail: cell }));
  }

  #host(cell, id) {
    let host = cell.outputs.get(id);
    if (!host) {
      host = document.createElement('div');
      host.className = 'out';
      host.dataset.output = id;
      cell.outputs.set(id, host);
    }
    return host;
  }

  #applyOutput(cell, output) {
    const host = this.#host(cell, output.number);
    if (!host.isConnected) cell.node.querySelector('.outputs').append(host);
    if ('more' in output) {
      const pre = host.querySelector('pre');
      if (pre) streams.add(pre, output.more);
      return;
    }
    if ('plot' in output) {
      const key = `${cell.id} ${[...cell.outputs.keys()].indexOf(output.number)}`;
      if (plots.isLoaded()) {
        plots.draw(host, output.text, output.plot, key);
        return;
      }
      host.latest = output;
      plots.load(this.assets).then(() => {
        this.link.tell({ do: 'plots' });
        if (host.latest && host.isConnected) plots.draw(host, host.latest.text, host.latest.plot, key);
        host.latest = null;
      }, () => { /* the picture stays */ });
    }
    if ('html' in output) {
      host.innerHTML = output.html;
      const pre = host.querySelector('pre');
      if (pre) streams.fold(pre, cell.state === 'Running');
    }
  }

  #foot(cell) {
    if (cell.kind !== 'code') return;
    const { node, state } = cell;
    node.dataset.state = state;
    node.classList.toggle('stale', Boolean(cell.stale) || cell.changed);
    node.classList.toggle('edited', cell.filed === false);
    node.querySelector('.edge').hidden = !(cell.stale || cell.changed);
    node.querySelector('.count').textContent = `[${state === 'Running' ? '*' : cell.count ?? ' '}]`;
    const why = node.querySelector('.why');
    why.hidden = !(cell.stale || cell.changed);
    if (!why.hidden) {
      why.innerHTML = '<span></span> <button type="button" data-do="runStale"></button>';
      why.firstElementChild.textContent = cell.stale ? word('staleIs', cell.stale.replaceAll('`', '')) : word('changed');
      why.lastElementChild.textContent = word('runStale');
    }
    const foot = node.querySelector('.cell-foot');
    foot.hidden = state === 'Idle' && cell.expected === undefined;
    foot.querySelector('.state').textContent = word(state);
    foot.querySelector('.time').textContent = cell.seconds === undefined ? '' : word('seconds', number(cell.seconds));
    foot.querySelector('.expected').textContent = cell.expected !== undefined && cell.expected >= 0.5 && state !== 'Succeeded' ? word('expected', number(cell.expected)) : '';
    this.#ask(cell);
    this.#tick();
  }

  #ask(cell) {
    const asked = cell.node.querySelector('.ask');
    if (!cell.question) { asked?.remove(); return; }
    if (asked) return;
    const form = document.createElement('form');
    form.className = 'ask';
    form.innerHTML = '<label><span></span> <input autocomplete="off"></label> <button></button>';
    form.querySelector('span').textContent = cell.question.prompt || word('answerAsk');
    form.querySelector('button').textContent = word('send');
    const input = form.querySelector('input');
    input.type = cell.question.password ? 'password' : 'text';
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.link.send({ do: 'answer', text: input.value });
    });
    cell.node.querySelector('.outputs').after(form);
    input.focus();
  }

  #tick() {
    for (const cell of this.all.values()) {
      if (cell.state === 'Running') cell.node.querySelector('.time').textContent = word('seconds', number((performance.now() - cell.began) / 1000));
    }
  }
}

export { number };
