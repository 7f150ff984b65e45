import { openSearchPanel } from "@codemirror/search";
import { nextDiagnostic } from "@codemirror/lint";
import { EditorSelection, Transaction } from "@codemirror/state";
import { EditorView, type ViewUpdate } from "@codemirror/view";
import { button } from "../button";
import type { Schema } from "./completion";
import style from "./editor.css";
import { offsetOf, showFindings, type Finding } from "./findings";
import { Keeper } from "./kept";
import { Offer } from "./offer";
import { Sending, type Typed } from "./sending";
import { lock, showBeside, textEditor } from "./text";

export interface EditorData {
  readonly draft: string;
  /** Names the text that the page wants here; `text` comes with it until it has arrived. */
  readonly adopt: string;
  readonly text: string | null;
  /** Whether what was typed before goes, because a person said so. */
  readonly drops: boolean;
  readonly base: string;
  /** What became of one state of the text; `hash` tells that it is saved. */
  readonly answer: { readonly edit: number; readonly hash: string | null; readonly said: string; readonly tone: string };
  readonly findings: readonly Finding[];
  readonly theirs: string | null;
  readonly schema: Schema | null;
  readonly height: number;
  readonly jump: { readonly id: string; readonly line: number; readonly column: number } | null;
}

/** Characters from which on a text is not kept in the browser with each key, but at the latest so much later. */
const LARGE = 200_000;
const KEEP_MILLISECONDS = 300;

/** One mounted editor. What is typed is kept in the browser at once, and sent a moment later. */
export class EditorPanel {
  private readonly body = document.createElement("div");
  private readonly status = document.createElement("span");
  private readonly place = document.createElement("span");
  private readonly offer = new Offer();
  private readonly sending = new Sending((attempt) => this.push(attempt));
  private readonly view: EditorView;
  private keeper: Keeper | undefined;
  private data: EditorData | undefined;
  private send: (typed: Typed | null) => void = () => undefined;
  private schema: Schema | null = null;
  private adopted: string | undefined;
  private edit = 0;
  private base = "";
  private baseText = "";
  private tellsBase = false;
  private sent = { edit: -1, text: "" };
  private isKept = true;
  private theirs: string | null = null;
  private jumped = "";
  private keeping: number | undefined;

  constructor(private readonly root: HTMLElement) {
    const sheet = document.createElement("style");
    sheet.textContent = style;
    this.body.className = "body";
    root.replaceChildren(sheet, this.offer.element, this.body, this.foot());
    const home = root.getRootNode() as Document | ShadowRoot;
    this.view = textEditor(this.body, home, () => this.schema, (update) => this.heard(update));
    this.view.contentDOM.addEventListener("blur", () => this.sending.now());
    window.addEventListener("pagehide", () => this.keepNow());
    window.addEventListener("beforeunload", (event) => {
      this.keepNow();
      if (!this.isKept) event.preventDefault();
    });
  }

  /** Show what the page says; `send` tells it what is typed. */
  show(data: EditorData, send: (typed: Typed | null) => void): void {
    this.data = data;
    this.send = send;
    this.schema = data.schema ?? this.schema;
    this.keeper ??= new Keeper(data.draft);
    this.root.style.setProperty("--height", `${data.height}px`);
    if (data.adopt !== this.adopted && !this.adopt(data)) return;
    this.take(data.answer);
    if (this.isCurrent(data.answer.edit)) showFindings(this.view, data.findings);
    if (data.theirs !== this.theirs) showBeside(this.view, (this.theirs = data.theirs));
    this.jump();
    this.root.dataset["ready"] = "true";
  }

  private adopt(data: EditorData): boolean {
    if (data.text === null) {
      this.send(null);
      return false;
    }
    if (data.drops && this.adopted) this.forget();
    [this.adopted, this.edit, this.base, this.baseText, this.isKept] = [data.adopt, 0, data.base, data.text, true];
    this.sending.answered();
    this.replace(data.text);
    this.offerKept();
    return true;
  }

  private offerKept(): void {
    const kept = this.keeper?.newest();
    if (kept?.text === this.text) kept.forget();
    const isOpen = kept !== undefined && kept.text !== this.text;
    lock(this.view, isOpen);
    if (!isOpen) return this.offer.close();
    this.offer.ask(kept.at, kept.base !== this.base, {
      restore: () => {
        kept.forget();
        this.offer.close();
        lock(this.view, false);
        [this.base, this.baseText, this.tellsBase] = [kept.base, kept.baseText, true];
        this.replace(kept.text);
        this.changed();
        this.sending.now();
        this.view.focus();
      },
      discard: () => {
        kept.forget();
        this.offerKept();
      },
    });
  }

  private heard(update: ViewUpdate): void {
    if (update.docChanged && !update.transactions.some((each) => each.annotation(Transaction.remote))) this.changed();
    if (update.docChanged || update.selectionSet) this.tellPlace();
  }

  private changed(): void {
    this.edit = Math.max(this.edit + 1, Date.now());
    if (this.view.state.doc.length > LARGE) this.keepSoon();
    else this.keep();
    this.tell(this.isKept ? "Saving …" : "Not saved yet, and this browser has no room to keep it.", this.isKept ? "" : "orange");
    this.sending.later();
  }

  /** A large text takes a moment to keep, which nobody should feel at each key. */
  private keepSoon(): void {
    window.clearTimeout(this.keeping);
    this.keeping = window.setTimeout(() => this.keepNow(), KEEP_MILLISECONDS);
  }

  private keepNow(): void {
    if (this.keeping === undefined) return;
    this.keep();
  }

  private forget(): void {
    window.clearTimeout(this.keeping);
    this.keeping = undefined;
    this.keeper?.forget();
  }

  private keep(): void {
    window.clearTimeout(this.keeping);
    this.keeping = undefined;
    this.isKept = this.keeper?.keep({ text: this.text, base: this.base, baseText: this.baseText, at: Date.now() }) ?? false;
  }

  private push(attempt: number): void {
    if (!this.adopted) return;
    const isAgain = this.sent.edit === this.edit;
    this.sent = { edit: this.edit, text: this.text };
    const baseText = this.tellsBase ? this.baseText : null;
    this.send({ adopt: this.adopted, edit: this.edit, text: this.text, base: this.base, baseText, attempt });
    if (isAgain && this.isKept && !this.isAnswered()) this.tell("Not saved yet; it is kept in this browser.", "orange");
  }

  private take({ edit, hash, said, tone }: EditorData["answer"]): void {
    if (hash !== null && edit === this.sent.edit && this.base !== hash) {
      [this.base, this.baseText, this.tellsBase] = [hash, this.sent.text, false];
      if (!this.isCurrent(edit)) this.keep();
    }
    if (!this.isCurrent(edit)) return;
    this.sending.answered();
    this.tell(said, tone);
    if (hash === null || !this.edit) return;
    this.forget();
    this.isKept = true;
  }

  private isCurrent(edit: number): boolean {
    return edit === this.edit || !this.edit;
  }

  private isAnswered(): boolean {
    return this.data?.answer.edit === this.edit;
  }

  private get text(): string {
    return this.view.state.doc.toString();
  }

  private replace(text: string): void {
    const changes = { from: 0, to: this.view.state.doc.length, insert: text };
    this.view.dispatch({ changes, annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)] });
    this.tellPlace();
  }

  private jump(): void {
    const jump = this.data?.jump;
    if (!jump || jump.id === this.jumped) return;
    this.jumped = jump.id;
    const at = offsetOf(this.view.state, jump.line, jump.column);
    this.view.dispatch({ selection: EditorSelection.cursor(at), effects: EditorView.scrollIntoView(at, { y: "center" }) });
    this.view.focus();
  }

  private tell(said: string, tone: string): void {
    this.status.textContent = said;
    this.status.className = `status ${tone}`;
  }

  private tellPlace(): void {
    const { head } = this.view.state.selection.main;
    const line = this.view.state.doc.lineAt(head);
    this.place.textContent = `Line ${line.number}, column ${head - line.from + 1}`;
  }

  private foot(): HTMLElement {
    const foot = document.createElement("div");
    foot.className = "foot";
    this.status.setAttribute("role", "status");
    this.place.className = "place";
    foot.append(
      this.status,
      this.place,
      button("Next problem", "Go to the next problem (F8)", () => nextDiagnostic(this.view) && this.view.focus()),
      button("Search", "Search and replace (Ctrl+F)", () => openSearchPanel(this.view)),
    );
    return foot;
  }
}
