// Before the first paint: the reader's light or dark, and language.
(() => {
  const root = document.documentElement;
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const theme = recall('courseware-theme');
  if (theme === 'dark' || theme === 'light') root.dataset.theme = theme;
  if (recall('courseware-language') === 'fa') { root.lang = 'fa'; root.dir = 'rtl'; }
})();
