import { openSearchPanel } from "@codemirror/search";
import { EditorView, type ViewUpdate } from "@codemirror/view";
import { button } from "../button";
import style from "./merge.css";
import { besides, unified, type Texts, type Views } from "./views";
import { Walk } from "./walk";

export interface MergeData extends Texts {
  /** Says whether these are the texts that are shown already. */
  readonly id: string;
  /** Pixels, at most. */
  readonly height: number;
  /** Where to go, once for each `id` of it; the line is counted from 0. */
  readonly jump: { readonly id: string; readonly side: "old" | "new"; readonly line: number } | null;
  /** What stands in the texts for a credential. */
  readonly hidden: string;
}

const ROOM_FOR_TWO = 860;
const KEYS: Record<string, 1 | -1 | undefined> = { F7: 1, "Shift+F7": -1, "Alt+ArrowDown": 1, "Alt+ArrowUp": -1 };

/** One mounted comparison: made anew when the texts or their layout change, else it only goes where it is told. */
export class MergePanel {
  private readonly body = document.createElement("div");
  private readonly counter = document.createElement("span");
  private readonly said = document.createElement("span");
  private readonly names = [document.createElement("span"), document.createElement("span")] as const;
  private readonly layout = button("One column", "Show both texts in one column, or side by side", () => this.toggle());
  private data: MergeData | undefined;
  private views: Views | undefined;
  private walk: Walk | undefined;
  private wanted: "one" | "two" | undefined;
  private jumped = "";

  constructor(private readonly root: HTMLElement) {
    const sheet = document.createElement("style");
    sheet.textContent = style;
    this.body.className = "body";
    root.replaceChildren(sheet, this.toolbar(), this.heads(), this.body);
    root.setAttribute("role", "group");
    root.addEventListener("keydown", (event) => this.pressed(event), { capture: true });
    root.addEventListener("copy", (event) => this.copied("Copied.", event.clipboardData?.getData("text/plain") ?? ""));
    new ResizeObserver(() => this.arrange()).observe(root);
  }

  /** Show `data`. */
  show(data: MergeData): void {
    const isNew = data.id !== this.data?.id;
    this.data = data;
    this.root.style.setProperty("--tallest", `${data.height}px`);
    this.root.setAttribute("aria-label", `${data.names[0]} and ${data.names[1]} side by side`);
    this.names.forEach((head, side) => (head.textContent = data.names[side] ?? ""));
    if (isNew) this.clear();
    this.arrange();
    this.follow();
  }

  private get columns(): "one" | "two" {
    return this.wanted ?? (this.root.clientWidth < ROOM_FOR_TWO ? "one" : "two");
  }

  private arrange(): void {
    if (!this.data || !this.root.clientWidth || this.root.dataset["columns"] === this.columns) return;
    this.clear();
    const root = this.root.getRootNode() as Document | ShadowRoot;
    const heard = EditorView.updateListener.of((update) => this.heard(update));
    const make = this.columns === "two" ? besides : unified;
    this.views = make(this.data, this.body, root, heard);
    this.walk = new Walk(this.views, this.data.blocks);
    this.root.dataset["columns"] = this.columns;
    this.layout.textContent = this.columns === "two" ? "One column" : "Two columns";
    this.count();
    requestAnimationFrame(() => requestAnimationFrame(() => (this.root.dataset["ready"] = this.data?.id ?? "")));
  }

  private clear(): void {
    this.views?.destroy();
    this.views = this.walk = undefined;
    delete this.root.dataset["columns"];
    this.jumped = "";
  }

  private follow(): void {
    const jump = this.data?.jump;
    if (!jump || !this.walk || jump.id === this.jumped) return;
    this.jumped = jump.id;
    this.walk.jump(jump.side, jump.line);
    this.count();
  }

  private heard(update: ViewUpdate): void {
    if (!update.selectionSet || !update.transactions.some((each) => each.isUserEvent("select"))) return;
    this.walk?.settle(update.view, update.state.selection.main.head);
    this.count();
  }

  private pressed(event: KeyboardEvent): void {
    const by = KEYS[`${event.altKey ? "Alt+" : ""}${event.shiftKey ? "Shift+" : ""}${event.key}`];
    if (!by || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.step(by);
  }

  private step(by: 1 | -1): void {
    this.walk?.step(by);
    this.count();
  }

  private count(): void {
    const { at, of } = this.walk?.position ?? { at: 0, of: 0 };
    this.counter.textContent = at ? `${at} of ${of}` : `${of} ${of === 1 ? "place" : "places"}`;
    this.counter.setAttribute("aria-label", at ? `Changed place ${at} of ${of}` : `${of} changed places`);
  }

  private toggle(): void {
    this.wanted = this.columns === "two" ? "one" : "two";
    this.arrange();
  }

  private toolbar(): HTMLElement {
    const bar = document.createElement("div");
    bar.className = "bar";
    this.counter.className = "counter";
    this.counter.setAttribute("role", "status");
    this.said.className = "said";
    this.said.setAttribute("role", "status");
    bar.append(
      button("↑", "Previous change (Alt+↑ or Shift+F7)", () => this.step(-1)),
      button("↓", "Next change (Alt+↓ or F7)", () => this.step(1)),
      this.counter,
      this.said,
      button("Search", "Search in this text (Ctrl+F)", () => this.views && openSearchPanel(this.views.new)),
      button("Copy old", "Copy the whole old text", () => void this.copy("old")),
      button("Copy new", "Copy the whole new text", () => void this.copy("new")),
      this.layout,
    );
    return bar;
  }

  private heads(): HTMLElement {
    const heads = document.createElement("div");
    heads.className = "heads";
    heads.append(...this.names);
    return heads;
  }

  private async copy(side: "old" | "new"): Promise<void> {
    const text = this.data?.[side] ?? "";
    try {
      await navigator.clipboard.writeText(text);
      this.copied(`The ${side} text is copied.`, text);
    } catch {
      this.said.textContent = "The browser does not let this page copy. Select the text instead.";
    }
  }

  /** Say what was copied, and that it lacks the credentials where it does. */
  private copied(said: string, text: string): void {
    const { hidden } = this.data ?? {};
    const lacks = hidden && text.includes(hidden);
    this.said.textContent = lacks ? `${said} It has ${hidden} in the place of credentials.` : said;
    this.said.classList.toggle("warned", Boolean(lacks));
  }
}
