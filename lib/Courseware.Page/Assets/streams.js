// Console output of any length. Long ones are blocks of lines, of which the browser lays out those in view alone: what is added to
// hundred thousand lines costs no more than what is added to ten.
const linesOfBlock = 100;
const foldedFrom = 45;

const due = new Set();

/** Puts more text to the end of an output. */
export function add(pre, text) {
  if (!pre.stream) begin(pre);
  put(pre, text);
  if (due.size === 0) requestAnimationFrame(settle);
  due.add(pre);
}

/** Folds an output that came whole. One with colours stays as it is. One that grows is shown at its end. */
export function fold(pre, grows) {
  if (!isPlain(pre) || lines(pre.textContent) < foldedFrom) return;
  begin(pre);
  pre.stream.follows = grows;
  settleOne(pre);
}

// The error stream has a label; other elements are colours.
const isPlain = (pre) => [...pre.children].every((element) => element.matches('.label'));

function begin(pre) {
  pre.stream = { lines: 0, open: null, follows: true, top: 0 };
  pre.addEventListener('scroll', () => {
    const { stream } = pre;
    // Not what was scrolled here, when more has come since.
    if (Math.abs(pre.scrollTop - stream.top) > 1) stream.follows = pre.scrollHeight - pre.scrollTop - pre.clientHeight < 40;
  }, { passive: true });
  if (!isPlain(pre)) return;
  const before = [...pre.childNodes].filter((node) => node.nodeType === Node.TEXT_NODE);
  const text = before.map((node) => node.data).join('');
  for (const node of before) node.remove();
  put(pre, text);
}

// A block's last line end is the block's own end.
function put(pre, text) {
  const { stream } = pre;
  let at = 0;
  while (at < text.length) {
    if (!stream.open) {
      stream.open = { element: document.createElement('span'), left: linesOfBlock };
      stream.open.element.className = 'lines';
      pre.append(stream.open.element);
    }
    let end = at;
    while (stream.open.left > 0 && end < text.length) {
      const next = text.indexOf('\n', end);
      end = next < 0 ? text.length : next + 1;
      if (next >= 0) { stream.open.left--; stream.lines++; }
    }
    const isWhole = stream.open.left === 0;
    stream.open.element.append(text.slice(at, isWhole ? end - 1 : end));
    if (isWhole) {
      stream.open.element.classList.add('whole');
      stream.open = null;
    }
    at = end;
  }
}

function settle() {
  for (const pre of due) if (pre.isConnected) settleOne(pre);
  due.clear();
}

// Once for each picture that is drawn, whatever came meanwhile.
function settleOne(pre) {
  if (pre.stream.lines < foldedFrom) return;
  if (!pre.classList.contains('tall')) {
    pre.classList.add('tall');
    Object.assign(pre, { tabIndex: 0, role: 'group', ariaLabel: 'Output' });
  }
  if (!pre.stream.follows) return;
  pre.scrollTop = pre.scrollHeight;
  pre.stream.top = pre.scrollTop;
}

function lines(text) {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && count < foldedFrom; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
