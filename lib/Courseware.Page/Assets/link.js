// The socket to the notebook. It comes back by itself; what was typed meanwhile is kept, in a reload too, until the notebook says that it has it.
// A command is kept until the notebook says that it took it. What is not sure to have arrived is sent again, in order; the notebook knows it by its number.
const mostKept = 200;

export class Link extends EventTarget {
  #socket = null;
  #delay = 250;
  #questions = new Map();
  #question = 0;
  #unsent;
  #since = 0;
  #page;
  #isOpen = false;
  #tab = crypto.randomUUID();
  #number = 0;
  #kept = [];
  #starts = null;
  #startsBefore = null;
  #session = 'none';
  me = '';

  constructor(notebook, epoch, page) {
    super();
    this.notebook = notebook;
    this.epoch = epoch;
    this.#page = page;
    this.key = `courseware-edits-${notebook}`;
    this.#unsent = new Map(this.#recall());
    for (const [cell, source] of this.#unsent) this.#add({ do: 'edit', cell, source });
    addEventListener('pagehide', () => this.#noteLost());
    addEventListener('online', () => this.#connect());
    addEventListener('pageshow', () => this.#connect());
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.#connect(); });
    this.#connect();
  }

  get isOpen() { return this.#isOpen; }

  /** Whether there is a session that can answer. */
  get hasSession() { return this.#isOpen && this.#session !== 'none'; }

  /** What was typed and has not reached the notebook. */
  get unsent() { return this.#unsent; }

  send(command) {
    if (command.do === 'edit') {
      this.#unsent.set(command.cell, command.source);
      this.#keep();
    }
    const last = this.#kept.at(-1);
    if (!this.#isOpen && command.do === 'edit' && last?.command.do === 'edit' && last.command.cell === command.cell) {
      // Never sent, or sent with an older text: a number is never given to two texts.
      this.#kept.pop();
    } else if (this.#kept.length >= mostKept) {
      // A text is kept in any case.
      if (command.do !== 'edit') this.#tell('dropped', command.do);
      else if (this.#isOpen) this.#write(command);
      return;
    }
    const kept = this.#add(command);
    if (this.#isOpen) this.#write({ ...command, number: kept.number });
    else this.#tell('kept', command.do);
  }

  /** Says something about this connection: it means nothing on another. */
  tell(command) { if (this.#isOpen) this.#write(command); }

  /** The commands that an earlier page of this tab could not send. */
  takeLost() {
    try {
      const lost = JSON.parse(sessionStorage.getItem(this.key + '-lost') ?? '[]');
      sessionStorage.removeItem(this.key + '-lost');
      return lost;
    } catch { return []; }
  }

  #add(command) {
    const kept = { number: ++this.#number, command, starts: this.#starts };
    this.#kept.push(kept);
    // What follows is meant for the session to come.
    if (command.do === 'restart' && this.#starts !== null) [this.#starts, this.#startsBefore] = [null, this.#starts];
    return kept;
  }

  #write(command) { this.#socket.send(JSON.stringify(command)); }

  #sendKept(took) {
    this.#took(took);
    const kept = new Map();
    for (const { number, command, starts } of this.#kept) {
      this.#write({ ...command, number, ...(starts === null ? {} : { starts }) });
      if (command.do === 'edit') kept.set(command.cell, command.source);
    }
    for (const [cell, source] of this.#unsent) if (kept.get(cell) !== source) this.#write({ do: 'edit', cell, source });
  }

  #took(number) { this.#kept = this.#kept.filter((kept) => kept.number > number); }

  // A page that ends cannot send; the next one says what was not done. Texts have their own place.
  #noteLost() {
    const lost = this.#isOpen ? [] : this.#kept.map((kept) => kept.command.do).filter((name) => name !== 'edit');
    if (lost.length === 0) return;
    try { sessionStorage.setItem(this.key + '-lost', JSON.stringify(lost)); } catch { /* then nobody says it */ }
  }

  /** Asks something of which the answer comes back here; null where none comes. */
  ask(command) {
    if (!this.#isOpen) return Promise.resolve(null);
    const question = ++this.#question;
    return new Promise((resolve) => {
      this.#questions.set(question, resolve);
      setTimeout(() => this.#answer(question, null), 12000);
      this.#write({ ...command, question });
    });
  }

  #connect() {
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) return;
    const query = new URLSearchParams({ epoch: this.epoch, page: this.#page, since: this.#since, tab: this.#tab });
    const socket = new WebSocket(`ws://${location.host}/live/${encodeURIComponent(this.notebook)}?${query}`);
    this.#socket = socket;
    socket.onmessage = (event) => this.#take(JSON.parse(event.data));
    socket.onclose = () => {
      if (this.#socket !== socket) return;
      this.#socket = null;
      if (this.#isOpen) {
        this.#isOpen = false;
        this.#tell('lost');
      }
      else this.#askWhy();
      for (const question of [...this.#questions.keys()]) this.#answer(question, null);
      setTimeout(() => this.#connect(), this.#delay);
      this.#delay = Math.min(this.#delay * 2, 4000);
    };
  }

  // A browser does not say why a socket was refused. The program that answers here now may be another than the one that showed this page.
  async #askWhy() {
    try {
      const answer = await fetch(`/live/${encodeURIComponent(this.notebook)}`);
      if (answer.status === 403) this.#tell('refused');
    } catch { /* nobody answers */ }
  }

  #take(message) {
    if (message.hello) {
      // The program was started again: this page shows a notebook that is no more. What was typed is kept.
      if (!message.known) {
        location.reload();
        return;
      }
      this.me = message.me;
      this.#isOpen = true;
      this.#delay = 250;
      this.#sendKept(message.took);
      this.#tell('open');
    } else if (message.took) {
      this.#took(message.took);
    } else if (message.reply) {
      this.#answer(message.reply, message);
    } else if (message.version) {
      this.#since = this.#page = message.version;
      if (message.status) {
        this.#session = message.status.session;
        if (message.status.starts !== this.#startsBefore) [this.#starts, this.#startsBefore] = [message.status.starts, null];
      }
      for (const cell of message.cells) {
        if ('source' in cell && this.#unsent.get(cell.id) === cell.source) {
          this.#unsent.delete(cell.id);
          this.#keep();
        }
      }
      this.#tell('state', message);
    } else {
      this.#tell('word', message);
    }
  }

  #answer(question, answer) {
    this.#questions.get(question)?.(answer);
    this.#questions.delete(question);
  }

  #tell(type, detail) { this.dispatchEvent(new CustomEvent(type, { detail })); }

  #keep() {
    try { sessionStorage.setItem(this.key, JSON.stringify([...this.#unsent])); } catch { /* then only this page has it */ }
  }

  #recall() {
    try { return JSON.parse(sessionStorage.getItem(this.key) ?? '[]'); } catch { return []; }
  }
}
