// The editor of a cell: Monaco, loaded when the page is idle; a plain field until then, and where it cannot be loaded.
import { isDark } from './words.js';

let loading = null;
let cells = null;
const models = new Map(); // a model's address → its cell
const kinds = { function: 'Function', method: 'Method', property: 'Property', field: 'Field', class: 'Class', struct: 'Struct', interface: 'Interface', enum: 'Enum', keyword: 'Keyword', instance: 'Variable', namespace: 'Module', event: 'Event', param: 'Value', path: 'File', magic: 'Keyword' };

/** Loads Monaco once. */
export function load(assets) {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = `${assets}monaco/vs/loader.js`;
    script.onerror = () => { loading = null; reject(new Error('the editor cannot be loaded')); };
    script.onload = () => {
      window.MonacoEnvironment = { getWorkerUrl: () => `${assets}monaco/vs/base/worker/workerMain.js` };
      window.require.config({ paths: { vs: `${assets}monaco/vs` } });
      window.require(['vs/editor/editor.main'], () => { prepare(window.monaco); resolve(window.monaco); }, reject);
    };
    document.head.append(script);
  });
  return loading;
}

/** Whom the editors ask for proposals. */
export function serve(all) { cells = all; }

function prepare(monaco) {
  const style = getComputedStyle(document.documentElement);
  for (const [name, base] of [['course-light', 'vs'], ['course-dark', 'vs-dark']]) {
    const dark = base === 'vs-dark';
    const c = dark
      ? { tint: '1f2226', ink: 'e5e3de', key: 'e29ac9', type: '7fcbd2', text: 'a3cf8f', number: '9dbff5', comment: '9aa0a6', directive: 'e3b873', select: '3a4450' }
      : { tint: 'f5f3ee', ink: '1e2126', key: '8a2a6b', type: '12636b', text: '2d6a1f', number: '1c4fa0', comment: '62666b', directive: '7a4b00', select: 'cfe0ec' };
    monaco.editor.defineTheme(name, {
      base, inherit: true,
      rules: [
        { token: '', foreground: c.ink }, { token: 'keyword', foreground: c.key }, { token: 'type', foreground: c.type }, { token: 'string', foreground: c.text },
        { token: 'number', foreground: c.number }, { token: 'comment', foreground: c.comment, fontStyle: 'italic' }, { token: 'namespace', foreground: c.ink }, { token: 'keyword.preprocessor', foreground: c.directive },
      ],
      colors: { 'editor.background': `#${c.tint}`, 'editor.foreground': `#${c.ink}`, 'editor.selectionBackground': `#${c.select}`, 'editorCursor.foreground': `#${c.ink}`, 'focusBorder': '#00000000' },
    });
  }
  const setTheme = () => monaco.editor.setTheme(isDark() ? 'course-dark' : 'course-light');
  setTheme();
  document.addEventListener('theme', setTheme);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', setTheme);
  document.fonts?.ready.then(() => monaco.editor.remeasureFonts());
  const at = (model, position) => ({ cell: models.get(model.uri.toString()), source: model.getValue(monaco.editor.EndOfLinePreference.LF), position: model.getOffsetAt(position) });
  const ask = (what, model, position) => {
    const { cell, source, position: offset } = at(model, position);
    return cell ? cells.link.ask({ do: 'ask', what, cell: cell.id, source, position: offset }) : Promise.resolve(null);
  };
  monaco.languages.registerCompletionItemProvider('csharp', {
    triggerCharacters: ['.', '"', '/'],
    provideCompletionItems: async (model, position) => {
      const answer = await ask('complete', model, position);
      if (!answer?.items) return { suggestions: [] };
      const [from, to] = [model.getPositionAt(answer.start), model.getPositionAt(answer.end)];
      const range = new monaco.Range(from.lineNumber, from.column, to.lineNumber, to.column);
      return { suggestions: answer.items.map((item, index) => ({
        label: item.text, insertText: item.text, detail: item.signature ?? '', range, sortText: String(index).padStart(4, '0'), kind: monaco.languages.CompletionItemKind[kinds[item.kind] ?? 'Text'],
      })) };
    },
  });
  monaco.languages.registerSignatureHelpProvider('csharp', {
    signatureHelpTriggerCharacters: ['(', ','], signatureHelpRetriggerCharacters: [')'],
    provideSignatureHelp: async (model, position) => {
      const help = (await ask('sign', model, position))?.help;
      if (!help) return null;
      const signatures = help.signatures.map((one) => ({ label: one.text, parameters: one.parameters.map((text) => ({ label: text })) }));
      return { value: { signatures, activeSignature: 0, activeParameter: help.argument }, dispose() {} };
    },
  });
  monaco.languages.registerHoverProvider('csharp', {
    provideHover: async (model, position) => {
      const text = (await ask('inspect', model, position))?.text;
      return text ? { contents: [{ value: text }] } : null;
    },
  });
}

/** Opens a cell's editor. Its text goes to `changed` a moment after it was typed, and at the latest when the editor closes. */
export function open(cell, { assets, changed, leave, run }) {
  if (cell.editor) { cell.editor.focus(); return; }
  const host = cell.node.querySelector('.editor');
  const shown = cell.node.querySelector(cell.kind === 'code' ? 'pre.code' : '.prose');
  const height = Math.max(shown.offsetHeight, 44);
  let waiting = 0;
  let inner = null;
  const text = () => inner.text();
  const tell = () => { clearTimeout(waiting); waiting = 0; changed(text()); };
  const typed = () => { clearTimeout(waiting); waiting = setTimeout(tell, 250); };
  host.hidden = false;
  if (cell.kind === 'code') shown.hidden = true;
  cell.node.classList.add('editing');
  const keys = (event) => {
    if (event.key === 'Escape' && !inner.hasPopup()) { event.preventDefault(); event.stopPropagation(); cell.editor.close(true); leave(); }
    if (event.key === 'Enter' && (event.shiftKey || event.ctrlKey || event.metaKey)) { event.preventDefault(); event.stopPropagation(); if (waiting) tell(); run(event.shiftKey); }
  };
  host.addEventListener('keydown', keys, true);
  cell.editor = {
    focus: () => inner.focus(),
    set: (source) => inner.set(source),
    flush: () => { if (waiting) tell(); },
    check: () => inner.check?.(),
    close: (keeps) => {
      if (waiting && keeps) tell();
      clearTimeout(waiting);
      host.removeEventListener('keydown', keys, true);
      inner.dispose();
      host.replaceChildren();
      host.hidden = true;
      shown.hidden = false;
      cell.node.classList.remove('editing');
      cell.editor = null;
    },
  };
  inner = field(cell, host, height, typed);
  inner.focus();
  load(assets).then((monaco) => {
    // The editor was closed meanwhile.
    if (!cell.editor || host.hidden) return;
    const hadFocus = host.contains(document.activeElement);
    const [source, place] = [inner.text(), inner.place()];
    inner.dispose();
    host.replaceChildren();
    inner = monacoIn(monaco, cell, host, source, typed);
    inner.go(place);
    if (hadFocus) inner.focus();
  }, () => { /* the plain field stays */ });
}

function field(cell, host, height, typed) {
  const area = document.createElement('textarea');
  area.value = cell.source;
  area.spellcheck = cell.kind !== 'code';
  area.dir = cell.kind === 'code' ? 'ltr' : 'auto';
  area.setAttribute('aria-label', cell.node.getAttribute('aria-label'));
  area.style.height = `${height}px`;
  area.addEventListener('input', () => { area.style.height = 'auto'; area.style.height = `${area.scrollHeight + 2}px`; typed(); });
  host.append(area);
  return { text: () => area.value, focus: () => area.focus(), set: (source) => { area.value = source; }, place: () => area.selectionStart, hasPopup: () => false, dispose: () => area.remove() };
}

function monacoIn(monaco, cell, host, source, typed) {
  const style = getComputedStyle(cell.node.querySelector('pre.code') ?? host);
  const size = parseFloat(style.fontSize);
  const model = monaco.editor.createModel(source, cell.kind === 'code' ? 'csharp' : 'markdown');
  models.set(model.uri.toString(), cell);
  const editor = monaco.editor.create(host, {
    model, minimap: { enabled: false }, lineNumbers: 'off', folding: false, glyphMargin: false, lineDecorationsWidth: 14, lineNumbersMinChars: 0, overviewRulerLanes: 0, hideCursorInOverviewRuler: true,
    scrollBeyondLastLine: false, scrollbar: { vertical: 'hidden', alwaysConsumeMouseWheel: false, handleMouseWheel: cell.kind === 'code' }, wordWrap: cell.kind === 'code' ? 'off' : 'on', fontSize: size, lineHeight: Math.round(size * 1.6),
    fontFamily: style.fontFamily, fontLigatures: false, padding: { top: 13, bottom: 13 }, fixedOverflowWidgets: true, renderLineHighlight: 'none', automaticLayout: true, contextmenu: false, wordBasedSuggestions: false,
    ariaLabel: cell.node.getAttribute('aria-label'), tabSize: 4, unicodeHighlight: { ambiguousCharacters: false, nonBasicASCII: false }, guides: { indentation: false }, occurrencesHighlight: false, renderWhitespace: 'none', suggest: { showWords: false },
  });
  const grow = () => { host.style.height = `${Math.max(editor.getContentHeight(), 44)}px`; editor.layout(); };
  editor.onDidContentSizeChange(grow);
  grow();
  let checking = 0;
  const check = (wait = 450) => {
    clearTimeout(checking);
    if (cell.kind !== 'code' || !cells.link.hasSession) return;
    checking = setTimeout(async () => {
      const written = editor.getModel()?.getValue(1);
      const answer = await cells.link.ask({ do: 'ask', what: 'diagnose', cell: cell.id, source: written });
      if (model.isDisposed() || model.getValue(1) !== written) return;
      // The session was busy, or the connection lost.
      if (!answer?.problems) { check(2000); return; }
      monaco.editor.setModelMarkers(model, 'course', answer.problems.map((problem) => {
        const [from, to] = [model.getPositionAt(problem.start), model.getPositionAt(Math.max(problem.end, problem.start + 1))];
        return { message: problem.message, severity: monaco.MarkerSeverity.Error, startLineNumber: from.lineNumber, startColumn: from.column, endLineNumber: to.lineNumber, endColumn: to.column };
      }));
    }, wait);
  };
  let isSetting = false;
  editor.onDidChangeModelContent(() => { if (!isSetting) typed(); check(); });
  const popups = '.suggest-widget.visible, .parameter-hints-widget.visible';
  return {
    text: () => model.getValue(1), focus: () => editor.focus(), check,
    set: (text) => { if (text !== model.getValue(1)) { isSetting = true; model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null); isSetting = false; } },
    go: (offset) => editor.setPosition(model.getPositionAt(offset)), place: () => model.getOffsetAt(editor.getPosition()),
    hasPopup: () => [...document.querySelectorAll(popups)].some((popup) => popup.getClientRects().length > 0),
    dispose: () => { clearTimeout(checking); models.delete(model.uri.toString()); editor.dispose(); model.dispose(); host.style.height = ''; },
  };
}
