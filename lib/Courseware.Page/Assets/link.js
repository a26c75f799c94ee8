// The socket to the notebook. It comes back by itself; what was typed meanwhile is kept, in a reload too, until the notebook says that it has it.
export class Link extends EventTarget {
  #socket = null;
  #delay = 250;
  #questions = new Map();
  #question = 0;
  #unsent;
  #since = 0;
  #page;
  #isOpen = false;
  me = '';

  constructor(notebook, epoch, page) {
    super();
    this.notebook = notebook;
    this.epoch = epoch;
    this.#page = page;
    this.key = `courseware-edits-${notebook}`;
    this.#unsent = new Map(this.#recall());
    addEventListener('online', () => this.#connect());
    addEventListener('pageshow', () => this.#connect());
    document.addEventListener('visibilitychange', () => { if (!document.hidden) this.#connect(); });
    this.#connect();
  }

  get isOpen() { return this.#isOpen; }

  /** What was typed and has not reached the notebook. */
  get unsent() { return this.#unsent; }

  send(command) {
    if (command.do === 'edit') {
      this.#unsent.set(command.cell, command.source);
      this.#keep();
    }
    if (this.#isOpen) this.#socket.send(JSON.stringify(command));
    return this.#isOpen;
  }

  /** Asks something of which the answer comes back here; null where none comes. */
  ask(command) {
    if (!this.#isOpen) return Promise.resolve(null);
    const question = ++this.#question;
    return new Promise((resolve) => {
      this.#questions.set(question, resolve);
      setTimeout(() => this.#answer(question, null), 12000);
      this.send({ ...command, question });
    });
  }

  #connect() {
    if (this.#socket && this.#socket.readyState <= WebSocket.OPEN) return;
    const query = new URLSearchParams({ epoch: this.epoch, page: this.#page, since: this.#since });
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
      for (const [cell, source] of this.#unsent) this.send({ do: 'edit', cell, source });
      this.#tell('open');
    } else if (message.reply) {
      this.#answer(message.reply, message);
    } else if (message.version) {
      this.#since = this.#page = message.version;
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
