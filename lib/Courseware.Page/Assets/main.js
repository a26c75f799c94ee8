// A notebook's page: puts its parts together, and takes what the reader does.
import { Cells, number } from './cells.js';
import * as editor from './editor.js';
import { Link } from './link.js';
import * as plots from './plots.js';
import { Present } from './present.js';
import { WhatIf } from './whatif.js';
import { language, nameLanguage, say, switchLanguage, switchTheme, word } from './words.js';

const { assets, notebook, epoch, version } = document.body.dataset;
const at = (id) => document.getElementById(id);
const link = new Link(notebook, epoch, version);
const cells = new Cells(at('cells'), link, assets);
const whatIf = new WhatIf(at('what-if'), cells, link);
let status = null;
let selected = null;

const present = new Present(cells, at('present-bar'), { whatIf: (cell) => whatIf.toggle(cell), reset: () => link.send({ do: 'resetNumbers' }), keepRuns, run: (cell) => run(cell) });
editor.serve(cells);

function announce(text) { at('said').textContent = text; }

function keepRuns() { announce(plots.toggleKept(word('before2')) ? word('keepRuns') : word('dropRuns')); }

function run(cell) {
  cell.editor?.flush();
  if (cell.kind === 'code') link.send({ do: 'run', cell: cell.id });
}

function select(cell, scrolls = true) {
  selected?.node.classList.remove('selected');
  selected = cell;
  if (!cell) return;
  cell.node.classList.add('selected');
  if (!cell.node.contains(document.activeElement)) (cell.node.querySelector(':scope > .cell > .code') ?? cell.node).focus({ preventScroll: true });
  if (scrolls) cell.node.scrollIntoView({ block: 'nearest' });
}

function edit(cell) {
  if (present.isOn && cell.kind !== 'code') return;
  select(cell, false);
  editor.open(cell, {
    assets,
    changed: (source) => cells.edit(cell, source),
    leave: () => select(cell),
    run: (goesOn) => { if (goesOn) { cell.editor.close(true); run(cell); next(cell); } else { if (cell.kind !== 'code') { cell.editor.close(true); select(cell); } run(cell); } },
  });
}

function neighbour(cell, by) {
  const all = cells.list;
  return all[Math.max(0, Math.min(all.indexOf(cell) + by, all.length - 1))];
}

function next(cell) {
  const following = neighbour(cell, 1);
  if (following === cell) link.send({ do: 'insert', cell: cell.id, kind: 'code', source: '' });
  else select(following);
}

const flush = () => { for (const cell of cells.list) cell.editor?.flush(); };
const confirmed = (question) => window.confirm(word(question));

const actions = {
  run: (cell) => run(cell), runAbove: (cell) => { flush(); link.send({ do: 'runAbove', cell: cell.id }); }, whatIf: (cell) => whatIf.toggle(cell), whatIfClose: () => whatIf.close(), edit,
  up: (cell) => link.send({ do: 'move', cell: cell.id, places: -1 }), down: (cell) => link.send({ do: 'move', cell: cell.id, places: 1 }), delete: remove,
  insertCode: (cell) => link.send({ do: 'insert', cell: cell.id, kind: 'code', source: '' }), insertText: (cell) => link.send({ do: 'insert', cell: cell.id, kind: 'markdown', source: '' }),
  runAll: () => { flush(); link.send({ do: 'runAll' }); }, runStale: () => { flush(); link.send({ do: 'runStale' }); }, stop: () => link.send({ do: 'stop' }),
  restart: () => { if (status?.session === 'none' || confirmed('restartAsk')) link.send({ do: 'restart' }); },
  saveCopy: () => { flush(); link.send({ do: 'saveCopy' }); }, saveFile: () => { flush(); link.send({ do: 'saveFile' }); }, overwrite: () => link.send({ do: 'saveFile', overwrite: true }),
  discard: () => { if (confirmed('discardAsk')) link.send({ do: 'discard' }); }, restoreCell: () => link.send({ do: 'restoreCell' }), clear: () => link.send({ do: 'clear' }), resetNumbers: () => link.send({ do: 'resetNumbers' }),
  keepRuns, present: () => present.start(selected), leave: () => present.leave(), language: switchLanguage, theme: switchTheme, keys: showKeys, close: (_, button) => button.closest('.notice').remove(),
};

function remove(cell) {
  const following = neighbour(cell, 1);
  cell.editor?.close(false);
  select(following === cell ? neighbour(cell, -1) : following);
  link.send({ do: 'delete', cell: cell.id });
}

document.addEventListener('click', (event) => {
  const button = event.target.closest('[data-do]');
  const cell = cells.of(event.target);
  if (button) {
    actions[button.dataset.do]?.(cell, button);
    button.closest('details')?.removeAttribute('open');
    return;
  }
  if (!event.target.closest('details.menu')) document.querySelector('details.menu[open]')?.removeAttribute('open');
  if (!cell) return;
  select(cell, false);
  if (cell.kind === 'code' && event.target.closest('pre.code') && !getSelection().toString() && !present.isOn && !event.target.closest('.outputs')) edit(cell);
});
document.addEventListener('dblclick', (event) => {
  const cell = cells.of(event.target);
  if (cell?.kind === 'markdown' && event.target.closest('.prose')) { getSelection().removeAllRanges(); edit(cell); }
});
document.addEventListener('focusin', (event) => {
  const cell = cells.of(event.target);
  if (cell && cell !== selected) select(cell, false);
});

document.addEventListener('keydown', (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') { event.preventDefault(); actions.saveCopy(); return; }
  const target = event.target;
  if (target.closest('input, textarea, select, .monaco-editor, dialog') && event.key !== 'Escape') return;
  if (target.closest('.editor')) return;
  // These two press what has the focus.
  if (target.closest('button, a, summary') && (event.key === 'Enter' || event.key === ' ') && !event.shiftKey && !event.ctrlKey) return;
  if (present.isOn && !event.ctrlKey && !event.metaKey && !event.altKey && present.key(event)) return;
  if (event.key === 'Enter' && (event.shiftKey || event.ctrlKey) && selected) { event.preventDefault(); run(selected); if (event.shiftKey) next(selected); return; }
  if (event.ctrlKey || event.metaKey) return;
  if (event.altKey) {
    if (selected && event.key === 'ArrowUp') actions.up(selected); else if (selected && event.key === 'ArrowDown') actions.down(selected); else return;
    event.preventDefault();
    return;
  }
  const act = {
    Enter: () => selected && edit(selected), ArrowDown: () => select(selected ? neighbour(selected, 1) : cells.list[0]), ArrowUp: () => selected && select(neighbour(selected, -1)),
    a: () => selected && link.send({ do: 'insert', cell: neighbour(selected, -1) === selected ? null : neighbour(selected, -1).id, kind: 'code', source: '' }), b: () => selected && actions.insertCode(selected),
    m: () => selected && link.send({ do: 'kind', cell: selected.id, kind: 'markdown' }), y: () => selected && link.send({ do: 'kind', cell: selected.id, kind: 'code' }),
    Delete: () => selected && remove(selected), p: () => actions.present(), w: () => whatIf.toggle(selected), '?': showKeys, Escape: () => whatIf.isOn && whatIf.close(),
  }[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

link.addEventListener('state', ({ detail }) => {
  const before = new Map(cells.list.map((cell) => [cell, cell.state]));
  cells.apply(detail);
  if (detail.contents) { at('contents-slot').innerHTML = detail.contents; say(at('contents-slot')); }
  if (detail.status) showStatus(detail.status);
  for (const [cell, state] of before) {
    if (cell.state === state) continue;
    if (cell.state === 'Succeeded' && cell.seconds > 1) announce(word('cellDone', cell.number, number(cell.seconds)));
    if (cell.state === 'Failed') announce(word('cellFailed', cell.number));
  }
  showFacts();
});
link.addEventListener('word', ({ detail }) => {
  if (detail.added) {
    const cell = cells.all.get(detail.added);
    if (cell) { select(cell); edit(cell); } else added = detail.added;
  }
  if (detail.dropped) told([detail.dropped]);
  if (detail.say) notice(detail.say, detail.saved === false ? { do: 'overwrite', word: 'changedOnDisk' } : null, detail.saved !== false);
});
let added = null;
link.addEventListener('state', () => {
  const cell = added && cells.all.get(added);
  if (cell) { added = null; select(cell); edit(cell); }
});
const told = (names) => notice(word('dropped', [...new Set(names)].map((name) => word(name)).join(', ')), null, false, 'dropped');
link.addEventListener('dropped', ({ detail }) => told([detail]));
const lost = link.takeLost();
if (lost.length > 0) told(lost);
link.addEventListener('open', () => { if (plots.isLoaded()) link.tell({ do: 'plots' }); for (const told of document.querySelectorAll('.notice.offline')) told.remove(); for (const [id, source] of link.unsent) { const cell = cells.all.get(id); if (cell) { cell.source = source; cell.editor?.set(source); if (cell.kind === 'code') cell.node.querySelector('code').textContent = source; } } showSession(); recheck(); });
link.addEventListener('lost', () => {
  showSession();
  setTimeout(showOffline, 3000);
});
link.addEventListener('kept', ({ detail }) => { if (detail !== 'edit') showOffline(); });

function showOffline() {
  if (!link.isOpen && !document.querySelector('.notice.offline')) notice(word('offlineLong'), null, false, 'offline');
}

link.addEventListener('refused', () => {
  if (document.querySelector('.notice.refused')) return;
  document.querySelector('.notice.offline')?.remove();
  notice(word('refused'), null, false, 'offline refused');
});

// An editor does not ask while there is no session.
function recheck() { for (const cell of cells.list) cell.editor?.check(); }

function showSession() {
  const state = link.isOpen ? status?.session ?? 'none' : 'offline';
  const pill = at('session');
  pill.dataset.state = state;
  pill.dataset.w = state;
  pill.textContent = word(state);
}

function showStatus(now) {
  if (status && now.starts > status.starts && status.starts > 0) announce(word('newSession'));
  const isBack = now.session !== 'none' && (status?.session ?? 'none') === 'none';
  status = now;
  if (isBack) recheck();
  showSession();
  const stale = document.querySelector('.bar [data-do="runStale"]');
  stale.hidden = now.again.length === 0;
  document.querySelector('.bar [data-do="stop"]').disabled = now.session !== 'busy';
  at('kept').textContent = now.draftProblem ? word('draftProblem', now.draftProblem) : now.edited ? word('kept') : '';
  document.querySelector('[data-do="restoreCell"]').hidden = !now.canRestore;
  document.querySelector('[data-do="discard"]').hidden = !now.edited;
  if (!now.restored) document.querySelector('.notice.restored')?.remove();
  if (now.restored && !document.querySelector('.notice.restored') && !showStatus.told) {
    showStatus.told = true;
    notice(`${word('restored', now.restored)}${now.fileNewer ? ` ${word('fileNewer')}` : ''}`, { do: 'discard', word: 'discardNow' }, false, 'restored');
  }
}

const verdicts = ['held', 'not-held', 'undecided', 'refuted', 'confirmed', 'open', 'not-tested'];

// What the cells have decided, in one line above them.
function showFacts() {
  const claims = new Map();
  for (const claim of document.querySelectorAll('article.claim')) claims.set(claim.querySelector('.claim-id')?.textContent, verdicts.find((verdict) => claim.classList.contains(verdict)) ?? 'undecided');
  const exercises = Object.values(status?.exercises ?? {});
  const place = at('facts');
  const parts = [];
  const counts = new Map();
  for (const verdict of claims.values()) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  for (const [verdict, count] of counts) parts.push(`<span class="badge ${verdict}">${count} ${word(verdict.replace('-', ' '))}</span>`);
  const html = `<p class="counts">${claims.size ? `<span class="word">${word('claims', claims.size)}</span>` : ''}${parts.join('')}${exercises.length ? `<span class="word">${word('exercises', exercises.filter((outcome) => outcome === 'correct').length, exercises.length)}</span>` : ''}</p>`;
  place.hidden = claims.size + exercises.length === 0;
  if (place.dataset.shown !== html) { place.dataset.shown = html; place.innerHTML = html; }
}

function notice(text, action, passes, kind = '') {
  const box = document.createElement('div');
  box.className = `notice ${kind}`;
  box.setAttribute('role', 'status');
  box.innerHTML = '<span dir="auto"></span>';
  box.firstChild.textContent = text;
  for (const button of [...(action ? [action] : []), { do: 'close', word: 'close' }]) {
    const element = document.createElement('button');
    Object.assign(element, { type: 'button', className: 'tool', textContent: word(button.word) });
    element.dataset.do = button.do;
    element.addEventListener('click', () => { if (button.do !== 'close') box.remove(); });
    box.append(element);
  }
  at('notices').append(box);
  if (passes) setTimeout(() => box.remove(), 6000);
}

function showKeys() {
  const dialog = document.createElement('dialog');
  const rows = (list) => list.map(([key, what]) => `<tr><th scope="row"><kbd dir="ltr">${key}</kbd></th><td>${what}</td></tr>`).join('');
  dialog.innerHTML = `<h2>${word('keysTitle')}</h2><div class="two"><table>${rows(word('keyList'))}</table><div><h3>${word('present')}</h3><table>${rows(word('presentKeys'))}</table></div></div><form method="dialog"><button class="tool">${word('close')}</button></form>`;
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

document.addEventListener('language', () => { showSession(); if (status) showStatus(status); delete at('facts').dataset.shown; showFacts(); });
addEventListener('pagehide', flush);
nameLanguage();
if (language() === 'fa') say(document.body);
// What is not needed to read comes when there is time.
(window.requestIdleCallback ?? setTimeout)(() => editor.load(assets).catch(() => { /* the plain field stays */ }));
if (new URLSearchParams(location.search).has('present')) present.start(null);
