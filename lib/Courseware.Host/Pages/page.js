// Conveniences only: without this script the page reads the same.
(() => {
  const root = document.documentElement;
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a page opened from a file may not keep anything */ } };

  const present = document.querySelector('[data-tool="present"]');
  const setPresent = (on) => {
    root.toggleAttribute('data-present', on);
    present?.setAttribute('aria-pressed', String(on));
  };
  setPresent(new URLSearchParams(location.search).has('present'));
  present?.addEventListener('click', () => setPresent(!root.hasAttribute('data-present')));

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
