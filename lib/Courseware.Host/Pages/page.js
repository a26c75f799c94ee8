// Conveniences only: without this script the page reads the same.
(() => {
  const root = document.documentElement;
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a page opened from a file may not be allowed to store anything */ } };

  // Presenting: one section at a time, by keyboard. A section begins with a heading; a cell of text with several of them is split.
  const present = document.querySelector('[data-tool="present"]');
  const page = document.querySelector('.page:not(.index)');
  const isHeading = (element) => element && /^H[23]$/.test(element.tagName);
  let sections = null, at = 0, deck = null;
  const gather = () => {
    for (const prose of page.querySelectorAll(':scope > .prose')) {
      let last = prose;
      for (const child of [...prose.children]) {
        if (child !== prose.firstElementChild && isHeading(child) && !isHeading(child.previousElementSibling)) {
          const next = prose.cloneNode(false);
          last.after(next);
          last = next;
        }
        if (last !== prose) last.append(child);
      }
    }
    sections = [[]];
    for (const child of page.children) {
      if (child.matches('.neighbours, .foot')) continue;
      if (child.matches('.prose') && isHeading(child.firstElementChild) && sections.at(-1).length > 0) sections.push([]);
      sections.at(-1).push(child);
    }
    for (const cell of page.querySelectorAll('.cell')) {
      const button = document.createElement('button');
      button.className = 'reveal';
      button.type = 'button';
      button.textContent = 'Show the code';
      button.addEventListener('click', () => { cell.classList.add('open'); fit(); cell.querySelector('.code').focus(); });
      cell.append(button);
    }
    deck = document.createElement('div');
    deck.className = 'deck';
    deck.setAttribute('role', 'toolbar');
    deck.setAttribute('aria-label', 'Presentation');
    deck.innerHTML = '<button class="tool" type="button" data-go="-1" aria-label="Section before" title="← or Page Up">←</button><span data-place aria-live="polite"></span>'
      + '<button class="tool" type="button" data-go="1" aria-label="Next section" title="→, or Page Down and the space bar, which first go through a long section">→</button>'
      + '<button class="tool" type="button" data-code aria-pressed="false" title="C">Code</button><button class="tool" type="button" data-end title="Esc">End</button>';
    document.body.append(deck);
    for (const go of deck.querySelectorAll('[data-go]')) go.addEventListener('click', () => show(at + Number(go.dataset.go)));
    deck.querySelector('[data-code]').addEventListener('click', () => setCode(!root.hasAttribute('data-code')));
    deck.querySelector('[data-end]').addEventListener('click', () => setPresent(false));
  };
  // Lines of code are not wrapped: the letters of a box become small enough for its longest line, as long as they can be read.
  const fit = () => {
    for (const code of page.querySelectorAll('.cell > .code')) {
      code.style.fontSize = '';
      if (!root.hasAttribute('data-present') || !code.checkVisibility() || code.scrollWidth <= code.clientWidth) continue;
      const size = parseFloat(getComputedStyle(code).fontSize), padding = parseFloat(getComputedStyle(code).paddingLeft) * 2;
      code.style.fontSize = `${Math.max(12, Math.floor(size * 10 * (code.clientWidth - padding) / (code.scrollWidth - padding)) / 10)}px`;
    }
  };
  const setCode = (on) => {
    root.toggleAttribute('data-code', on);
    deck.querySelector('[data-code]').setAttribute('aria-pressed', String(on));
    if (!on) for (const cell of page.querySelectorAll('.cell.open')) cell.classList.remove('open');
    fit();
  };
  const show = (index, atEnd = false) => {
    at = Math.max(0, Math.min(sections.length - 1, index));
    sections.forEach((section, i) => section.forEach((element) => element.classList.toggle('now', i === at)));
    deck.querySelector('[data-place]').textContent = `${at + 1} / ${sections.length}`;
    fit();
    scrollTo({ top: atEnd ? document.documentElement.scrollHeight : 0, behavior: 'instant' });
  };
  // Scroll through a section that is longer than the screen, then show the next one.
  const turn = (direction) => {
    const rest = direction > 0 ? document.documentElement.scrollHeight - innerHeight - scrollY : scrollY;
    if (rest > 4) scrollBy({ top: direction * innerHeight * 0.85, behavior: 'instant' });
    else if (direction > 0 ? at < sections.length - 1 : at > 0) show(at + direction, direction < 0);
  };
  const sectionOf = (element) => Math.max(0, sections.findIndex((section) => section.some((part) => part.contains(element))));
  const onScreen = () => [...page.children].filter((child) => !child.matches('.head') && child.getBoundingClientRect().bottom > innerHeight * 0.3)[0] ?? page.firstElementChild;
  const setPresent = (on) => {
    const seen = !page ? null : on ? (location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)))) || (scrollY > 0 ? onScreen() : page.firstElementChild) : sections?.[at][0];
    root.toggleAttribute('data-present', on);
    present?.setAttribute('aria-pressed', String(on));
    if (!page) return;
    if (on && !sections) gather();
    if (on) show(sectionOf(seen));
    else if (sections) { fit(); seen?.scrollIntoView({ behavior: 'instant' }); }
  };
  if (new URLSearchParams(location.search).has('present')) setPresent(true);
  present?.addEventListener('click', () => setPresent(!root.hasAttribute('data-present')));
  addEventListener('resize', () => { if (page && root.hasAttribute('data-present')) fit(); });
  addEventListener('hashchange', () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (page && root.hasAttribute('data-present') && target) { show(sectionOf(target)); target.scrollIntoView({ behavior: 'instant' }); }
  });
  addEventListener('keydown', (event) => {
    if (!page || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input, textarea, select')) return;
    if (!root.hasAttribute('data-present')) return;
    // The space bar is the pressed button's own, and the arrows scroll what scrolls sideways.
    const own = event.target.closest?.('button, a, summary') && event.key === ' ';
    const sideways = event.target.closest?.('[tabindex="0"]');
    if (own || (/^Arrow(Left|Right)$/.test(event.key) && sideways && sideways.scrollWidth > sideways.clientWidth)) return;
    const action = {
      ArrowRight: () => show(at + 1), ArrowLeft: () => show(at - 1), PageDown: () => turn(1), PageUp: () => turn(-1), ' ': () => turn(event.shiftKey ? -1 : 1),
      Home: () => show(0), End: () => show(sections.length - 1), c: () => setCode(!root.hasAttribute('data-code')), C: () => setCode(!root.hasAttribute('data-code')), Escape: () => setPresent(false),
    }[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  const theme = document.querySelector('[data-tool="theme"]');
  const dark = () => root.dataset.theme ? root.dataset.theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
  const nameTheme = () => { if (theme) theme.textContent = dark() ? 'Light' : 'Dark'; };
  const wanted = new URLSearchParams(location.search).get('theme') ?? recall('courseware-theme');
  if (wanted === 'dark' || wanted === 'light') root.dataset.theme = wanted;
  nameTheme();
  theme?.addEventListener('click', () => {
    root.dataset.theme = dark() ? 'light' : 'dark';
    remember('courseware-theme', root.dataset.theme);
    nameTheme();
  });
  for (const tool of document.querySelectorAll('.tools, .tool')) tool.hidden = false;

  if (navigator.clipboard) for (const button of document.querySelectorAll('.copy')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const code = button.previousElementSibling;
      await navigator.clipboard.writeText(code.textContent);
      if (button.textContent === 'Copied') return;
      const name = button.getAttribute('aria-label');
      button.textContent = 'Copied';
      button.setAttribute('aria-label', 'Copied');
      setTimeout(() => { button.textContent = 'Copy'; button.setAttribute('aria-label', name); }, 1500);
    });
  }

  // Paper cannot be unfolded.
  addEventListener('beforeprint', () => { for (const more of document.querySelectorAll('details.more')) more.open = true; });

  const contents = document.querySelector('.contents details');
  if (contents && !matchMedia('(min-width: 70rem)').matches) contents.open = false;
  const links = new Map([...document.querySelectorAll('.contents li a')].map((a) => [decodeURIComponent(a.hash.slice(1)), a]));
  const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);
  let current = null;
  const mark = () => {
    let at = headings[0];
    for (const heading of headings) if (heading.getBoundingClientRect().top < innerHeight * 0.3) at = heading;
    const link = at && links.get(at.id);
    if (link === current) return;
    current?.removeAttribute('aria-current');
    link?.setAttribute('aria-current', 'location');
    if (current && link) {
      const box = link.closest('.contents');
      if (box.scrollHeight > box.clientHeight) box.scrollTop = link.offsetTop - box.clientHeight / 2;
    }
    current = link;
  };
  let waiting = false;
  addEventListener('scroll', () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
})();
