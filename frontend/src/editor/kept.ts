/** A text that was typed and not saved yet, and what it began from. */
export interface Kept {
  readonly text: string;
  readonly base: string;
  readonly baseText: string;
  /** When it was typed: milliseconds since 1970. */
  readonly at: number;
}

const PREFIX = "pointsman.draft.";
const TAB = "pointsman.tab";

/**
 * The browser's own memory of one draft: what is typed lands here at once, before anything is sent, and goes when the
 * server has it. Each tab has a place of its own, which a reload finds again.
 */
export class Keeper {
  private readonly prefix: string;
  private readonly own: string;

  constructor(draft: string) {
    this.prefix = `${PREFIX}${draft}.`;
    this.own = this.prefix + tabName();
  }

  /** Keep a text; false when the browser has no room for it or forbids it. */
  keep(kept: Kept): boolean {
    try {
      localStorage.setItem(this.own, JSON.stringify(kept));
      return true;
    } catch {
      return false;
    }
  }

  /** Forget what this tab kept. */
  forget(): void {
    this.remove(this.own);
  }

  /** The newest text that was kept, by this tab or by one that is gone, and how to forget it. */
  newest(): (Kept & { forget(): void }) | undefined {
    return this.keys()
      .flatMap((key) => this.read(key))
      .sort((one, other) => other.at - one.at)[0];
  }

  private keys(): string[] {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
    } catch {
      return [];
    }
  }

  private read(key: string): (Kept & { forget(): void })[] {
    try {
      const found: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
      if (isKept(found)) return [{ ...found, forget: () => this.remove(key) }];
    } catch {
      // What cannot be read is not ours, and is dropped below.
    }
    this.remove(key);
    return [];
  }

  private remove(key: string): void {
    try {
      localStorage.removeItem(key);
    } catch {
      // A browser that forbids its memory keeps nothing either.
    }
  }
}

function isKept(found: unknown): found is Kept {
  if (typeof found !== "object" || found === null) return false;
  const kept = found as Record<string, unknown>;
  return ["text", "base", "baseText"].every((name) => typeof kept[name] === "string") && typeof kept["at"] === "number";
}

function tabName(): string {
  try {
    const known = sessionStorage.getItem(TAB) ?? `${Date.now().toString(36)}${Math.random().toString(36).slice(2, 8)}`;
    sessionStorage.setItem(TAB, known);
    return known;
  } catch {
    return "tab";
  }
}
