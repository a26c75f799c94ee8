// Pages without cells: the list of notebooks, texts, messages.
import { directBlocks, language, nameLanguage, say, switchLanguage, switchTheme } from './words.js';

document.addEventListener('click', (event) => {
  const what = event.target.closest('[data-do]')?.dataset.do;
  if (what === 'language') switchLanguage();
  if (what === 'theme') switchTheme();
});
nameLanguage();
if (language() === 'fa') say(document.body);
for (const prose of document.querySelectorAll('.prose')) if (!prose.querySelector('[data-w]')) directBlocks(prose);
