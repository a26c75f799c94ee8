// The page's own words in both languages. What a notebook says is the notebook's.
const words = {
  en: {
    contents: 'On this page', skip: 'Skip to the content', course: 'All notebooks', title: 'Deep learning in C# notebooks', notebook: 'Notebook', neighbours: 'Neighbouring notebooks', before: '← Before', after: 'After →',
    intro: 'Open a notebook, run its cells with Shift+Enter, change a number and see what follows. What you change is kept as a draft until you save it.',
    exercisesDone: 'exercises done', draftOf: 'draft of', yourCopy: 'your copy',
    runAll: 'Run all', runStale: 'Run what is stale', stop: 'Stop', restart: 'Restart', saveCopy: 'Save a copy', present: 'Present', more: 'More', theme: 'Light or dark',
    saveFile: 'Save to the file', discard: 'Discard what is not saved', restoreCell: 'Bring back a deleted cell', clear: 'Clear outputs', resetNumbers: 'Reset to the course’s numbers',
    keepRuns: 'Keep these curves to compare', dropRuns: 'Drop the kept curves', keys: 'Keys', cellTools: 'Cell', run: 'Run (Shift+Enter)', runAbove: 'Run all above', whatIf: 'What if: numbers as sliders', edit: 'Edit (Enter)', up: 'Move up', down: 'Move down',
    delete: 'Delete the cell', addCode: '+ Code', addText: '+ Text', stale: 'Stale',
    none: 'No session', starting: 'Starting', idle: 'Ready', busy: 'Running', offline: 'Reconnecting',
    Queued: 'waits', Running: 'runs', Succeeded: 'done', Failed: 'failed', Interrupted: 'stopped', Idle: '',
    seconds: (s) => `${s} s`, expected: (s) => `expected ${s} s`, staleIs: (why) => `Stale: it ${why}`, changed: 'Changed since it ran.', runIt: 'Run',
    kept: 'Draft kept', saved: 'Saved', draftProblem: (why) => `The draft cannot be kept: ${why}`,
    restored: (time) => `Your draft of ${time} is shown.`, fileNewer: 'The file has been changed since.', discardNow: 'Show the file instead', close: 'Close',
    changedOnDisk: 'Replace the file', offlineLong: 'The connection is gone; the page is reconnecting. What you type and press is kept and sent as soon as it is back.',
    dropped: (what) => `Not done, because the session that it was meant for has ended, or too much was waiting: ${what}.`,
    refused: 'The program has been started again, with another address. Open the address that it printed: what you typed here is kept.',
    restartAsk: 'Restart? Variables are lost; outputs stay to be read.', discardAsk: 'Discard all that is not saved?', newSession: 'A new session: variables of the one before are gone.',
    cellDone: (n, s) => `Cell ${n}: done, ${s} s`, cellFailed: (n) => `Cell ${n}: failed`, answerAsk: 'The cell asks:', send: 'Send',
    answer: 'answer', insert: 'new cell', move: 'move', kind: 'text or code', try: 'other numbers', claims: (n) => `${n} claims`, held: 'held', 'not held': 'not held', undecided: 'undecided', refuted: 'refuted', confirmed: 'confirmed', open: 'open', 'not tested': 'not tested', exercises: (done, all) => `Exercises: ${done} of ${all} right`,
    slide: (i, n) => `${i} / ${n}`, timer: 'Timer', leave: 'Leave', code: 'Code', whatIfTitle: 'What if', whatIfHint: 'Move a number: the cell runs again, and all that depends on it.', noNumbers: 'This cell has no number with a name. Choose one that has: press the sliders beside it.',
    before2: 'before', working: 'computing', keysTitle: 'Keys',
    keyList: [['Shift+Enter', 'run the cell, go to the next'], ['Ctrl+Enter', 'run the cell'], ['Enter', 'edit the cell'], ['Esc', 'leave the editor'], ['↑ ↓', 'go to the cell above or below'], ['A B', 'new cell above, below'], ['M Y', 'make it text, code'], ['Alt+↑ ↓', 'move the cell'], ['Delete', 'delete the cell'], ['Ctrl+S', 'save a copy'], ['P', 'present'], ['W', 'what if'], ['?', 'these keys']],
    presentKeys: [['→ Space', 'next step'], ['←', 'step back'], ['↓ ↑', 'next, previous section'], ['C', 'show code'], ['Shift+Enter', 'run the code of this step'], ['W', 'what if'], ['R', 'the course’s numbers'], ['O', 'keep these curves'], ['T', 'timer'], ['D', 'light or dark'], ['Esc', 'leave']],
  },
  fa: {
    contents: 'در این صفحه', skip: 'رفتن به محتوا', course: 'همهٔ دفترها', title: 'یادگیری عمیق در دفترهای C#', notebook: 'دفتر', neighbours: 'دفترهای مجاور', before: 'قبلی', after: 'بعدی',
    intro: 'دفتری را باز کنید، خانه‌ها را با Shift+Enter اجرا کنید، عددی را تغییر دهید و نتیجه را ببینید. تغییرهای شما تا زمان ذخیره به‌صورت پیش‌نویس نگه داشته می‌شود.',
    exercisesDone: 'تمرین انجام‌شده', draftOf: 'پیش‌نویس', yourCopy: 'نسخهٔ شما',
    runAll: 'اجرای همه', runStale: 'اجرای کهنه‌ها', stop: 'توقف', restart: 'شروع دوباره', saveCopy: 'ذخیرهٔ نسخه', present: 'ارائه', more: 'بیشتر', theme: 'روشن یا تیره',
    saveFile: 'ذخیره در فایل', discard: 'دور ریختن تغییرهای ذخیره‌نشده', restoreCell: 'بازگرداندن خانهٔ حذف‌شده', clear: 'پاک کردن خروجی‌ها', resetNumbers: 'بازگشت به عددهای درس',
    keepRuns: 'نگه‌داشتن این منحنی‌ها برای مقایسه', dropRuns: 'حذف منحنی‌های نگه‌داشته', keys: 'کلیدها', cellTools: 'خانه', run: 'اجرا (Shift+Enter)', runAbove: 'اجرای همهٔ خانه‌های بالا', whatIf: 'اگر چنین بود: عددها با لغزنده', edit: 'ویرایش (Enter)', up: 'بالا بردن', down: 'پایین بردن',
    delete: 'حذف خانه', addCode: '+ کد', addText: '+ متن', stale: 'کهنه',
    none: 'بدون نشست', starting: 'در حال شروع', idle: 'آماده', busy: 'در حال اجرا', offline: 'در حال اتصال دوباره',
    Queued: 'در صف', Running: 'در حال اجرا', Succeeded: 'انجام شد', Failed: 'خطا', Interrupted: 'متوقف شد', Idle: '',
    seconds: (s) => `${s} ثانیه`, expected: (s) => `انتظار: ${s} ثانیه`, staleIs: (why) => `کهنه: it ${why}`, changed: 'پس از اجرا تغییر کرده است.', runIt: 'اجرا',
    kept: 'پیش‌نویس نگه داشته شد', saved: 'ذخیره شد', draftProblem: (why) => `پیش‌نویس نگه داشته نمی‌شود: ${why}`,
    restored: (time) => `پیش‌نویس شما از ${time} نشان داده می‌شود.`, fileNewer: 'فایل پس از آن تغییر کرده است.', discardNow: 'نمایش فایل به‌جای آن', close: 'بستن',
    changedOnDisk: 'جایگزینی فایل', offlineLong: 'ارتباط قطع است و صفحه دوباره وصل می‌شود. آنچه می‌نویسید و می‌زنید نگه داشته و پس از وصل شدن فرستاده می‌شود.',
    dropped: (what) => `انجام نشد، چون نشستی که برای آن بود پایان یافته یا فرمان‌های در انتظار زیاد بوده است: ${what}.`,
    refused: 'برنامه دوباره و با نشانی دیگری شروع شده است. نشانی‌ای را که چاپ کرده است باز کنید: آنچه اینجا نوشته‌اید نگه داشته می‌شود.',
    restartAsk: 'شروع دوباره؟ متغیرها از دست می‌روند و خروجی‌ها می‌مانند.', discardAsk: 'همهٔ تغییرهای ذخیره‌نشده دور ریخته شود؟', newSession: 'نشست تازه: متغیرهای نشست قبلی دیگر نیستند.',
    cellDone: (n, s) => `خانهٔ ${n}: انجام شد، ${s} ثانیه`, cellFailed: (n) => `خانهٔ ${n}: خطا`, answerAsk: 'خانه می‌پرسد:', send: 'فرستادن',
    answer: 'پاسخ', insert: 'خانهٔ تازه', move: 'جابه‌جایی', kind: 'متن یا کد', try: 'عددهای دیگر', claims: (n) => `${n} ادعا`, held: 'برقرار', 'not held': 'نابرقرار', undecided: 'نامعلوم', refuted: 'رد شد', confirmed: 'تأیید شد', open: 'باز', 'not tested': 'آزموده‌نشده', exercises: (done, all) => `تمرین‌ها: ${done} از ${all} درست`,
    slide: (i, n) => `${i} / ${n}`, timer: 'زمان‌سنج', leave: 'خروج', code: 'کد', whatIfTitle: 'اگر چنین بود', whatIfHint: 'عددی را جابه‌جا کنید: خانه و هر چه به آن وابسته است دوباره اجرا می‌شود.', noNumbers: 'این خانه عدد نام‌داری ندارد. خانهٔ دیگری را با دکمهٔ لغزنده‌ها انتخاب کنید.',
    before2: 'قبل', working: 'در حال محاسبه', keysTitle: 'کلیدها',
    keyList: [['Shift+Enter', 'اجرای خانه و رفتن به بعدی'], ['Ctrl+Enter', 'اجرای خانه'], ['Enter', 'ویرایش خانه'], ['Esc', 'خروج از ویرایشگر'], ['↑ ↓', 'خانهٔ بالا یا پایین'], ['A B', 'خانهٔ تازه در بالا، پایین'], ['M Y', 'تبدیل به متن، کد'], ['Alt+↑ ↓', 'جابه‌جا کردن خانه'], ['Delete', 'حذف خانه'], ['Ctrl+S', 'ذخیرهٔ نسخه'], ['P', 'ارائه'], ['W', 'اگر چنین بود'], ['?', 'این کلیدها']],
    presentKeys: [['→ Space', 'گام بعدی'], ['←', 'گام قبلی'], ['↓ ↑', 'بخش بعدی، قبلی'], ['C', 'نمایش کد'], ['Shift+Enter', 'اجرای کد این گام'], ['W', 'اگر چنین بود'], ['R', 'عددهای درس'], ['O', 'نگه‌داشتن منحنی‌ها'], ['T', 'زمان‌سنج'], ['D', 'روشن یا تیره'], ['Esc', 'خروج']],
  },
};

export const language = () => document.documentElement.lang === 'fa' ? 'fa' : 'en';

/** A word, or a sentence made with what goes into it. */
export const word = (key, ...parts) => {
  const found = words[language()][key] ?? words.en[key] ?? key;
  if (typeof found !== 'function') return found;
  return found(...(language() === 'fa' ? parts.map(persianNumber) : parts));
};

const persianNumber = (part) => /^[\d.]+$/.test(part) ? String(part).replace(/\d/g, (digit) => '۰۱۲۳۴۵۶۷۸۹'[digit]).replace('.', '٫') : part;

/** Gives elements of a part of the page their words in the present language. */
export function say(root) {
  const all = (selector) => [...(root.matches?.(selector) ? [root] : []), ...root.querySelectorAll(selector)];
  for (const element of all('[data-w]')) element.textContent = word(element.dataset.w);
  for (const element of all('[data-w-title]')) {
    element.title = word(element.dataset.wTitle);
    if (element.hasAttribute('aria-label') || !element.textContent.trim()) element.setAttribute('aria-label', element.title);
  }
  for (const element of all('.contents summary')) element.textContent = word('contents');
  for (const element of all('[data-w-label]')) element.setAttribute('aria-label', word(element.dataset.wLabel));
}

const keep = (key, value) => { try { localStorage.setItem(key, value); } catch { /* a browser may keep nothing */ } };

export function switchLanguage() {
  const root = document.documentElement;
  const next = language() === 'fa' ? 'en' : 'fa';
  root.lang = next;
  root.dir = next === 'fa' ? 'rtl' : 'ltr';
  keep('courseware-language', next);
  nameLanguage();
  say(document.body);
  document.dispatchEvent(new Event('language'));
}

// The button names the other language, in that language.
export function nameLanguage() {
  for (const button of document.querySelectorAll('[data-do="language"]')) {
    button.textContent = language() === 'fa' ? 'English' : 'فارسی';
    button.lang = language() === 'fa' ? 'en' : 'fa';
  }
}

export const isDark = () => {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
};

export function switchTheme() {
  document.documentElement.dataset.theme = isDark() ? 'light' : 'dark';
  keep('courseware-theme', document.documentElement.dataset.theme);
  document.dispatchEvent(new Event('theme'));
}

/** Notebooks are written left to right, with Persian in them: each block goes by its own first letter. */
export function directBlocks(prose) {
  for (const block of prose.querySelectorAll('p, li, h1, h2, h3, h4, h5, td, th, blockquote, summary')) if (!block.dir) block.dir = 'auto';
}
