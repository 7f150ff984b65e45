import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { syntaxTree } from "@codemirror/language";
import type { EditorState } from "@codemirror/state";
import type { SyntaxNode } from "@lezer/common";

/** A JSON Schema, as far as completion reads it. */
export interface Schema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly type?: string;
  readonly description?: string;
}

type Step = string | number;

/** Completes keys and fixed values by the schema, at the place where the cursor is. */
export function completing(schema: () => Schema | null): (context: CompletionContext) => CompletionResult | null {
  return (context) => {
    const root = schema();
    const node = syntaxTree(context.state).resolveInner(context.pos, -1);
    const string = node.name === "String" || node.name === "PropertyName" ? node : undefined;
    if (!root || (!string && !context.explicit)) return null;
    const isValue = string?.name === "String" && string.parent?.name === "Property";
    const place = path(context.state, isValue ? string.parent : (string?.name === "PropertyName" ? string.parent?.parent : container(node)) ?? null);
    const found = at(root, place);
    const options = isValue ? values(found) : keys(root, found, taken(context.state, string, node));
    if (!options.length) return null;
    return { from: string ? string.from : context.pos, to: string ? string.to : context.pos, options, filter: true };
  };
}

function container(node: SyntaxNode): SyntaxNode | null {
  let now: SyntaxNode | null = node;
  while (now && now.name !== "Object") now = now.parent;
  return now;
}

function path(state: EditorState, node: SyntaxNode | null): Step[] {
  const steps: Step[] = [];
  for (let now = node; now?.parent; now = now.parent) {
    if (now.name === "Property") steps.unshift(keyOf(state, now));
    else if (now.parent.name === "Array") steps.unshift(placeIn(now));
  }
  return steps;
}

function keyOf(state: EditorState, property: SyntaxNode): string {
  const name = property.getChild("PropertyName");
  try {
    return name ? String(JSON.parse(state.sliceDoc(name.from, name.to))) : "";
  } catch {
    return "";
  }
}

function placeIn(node: SyntaxNode): number {
  let place = 0;
  for (let before = node.prevSibling; before; before = before.prevSibling) if (!/[[\]{},]/.test(before.name)) place++;
  return place;
}

function taken(state: EditorState, string: SyntaxNode | undefined, node: SyntaxNode): Set<string> {
  const own = string?.name === "PropertyName" ? string.parent : null;
  const object = own?.parent ?? container(node);
  return new Set((object?.getChildren("Property") ?? []).filter((each) => each.from !== own?.from).map((each) => keyOf(state, each)));
}

function at(root: Schema, steps: readonly Step[]): Schema[] {
  let now = opened(root, [root]);
  for (const step of steps) now = opened(root, now.flatMap((each) => inner(each, step)));
  return now;
}

function inner(schema: Schema, step: Step): Schema[] {
  if (typeof step === "number") return schema.items ? [schema.items] : [];
  const named = schema.properties?.[step];
  if (named) return [named];
  return typeof schema.additionalProperties === "object" ? [schema.additionalProperties] : [];
}

function opened(root: Schema, schemas: readonly Schema[]): Schema[] {
  return schemas.flatMap((each) => {
    if (each.$ref) return opened(root, [root.$defs?.[each.$ref.split("/").pop() ?? ""] ?? {}]);
    const either = [...(each.oneOf ?? []), ...(each.anyOf ?? [])];
    return either.length ? opened(root, either) : [each];
  });
}

function keys(root: Schema, schemas: readonly Schema[], present: ReadonlySet<string>): Completion[] {
  const found = new Map<string, Completion>();
  for (const schema of schemas) {
    for (const [key, value] of Object.entries(schema.properties ?? {})) {
      if (present.has(key) || found.has(key)) continue;
      const about = opened(root, [value])[0]?.description ?? (schemas.length > 1 ? schema.description : undefined);
      found.set(key, { label: `"${key}"`, displayLabel: key, type: "property", detail: about?.split(/[.;]/)[0] ?? "" });
    }
  }
  return [...found.values()];
}

function values(schemas: readonly Schema[]): Completion[] {
  const fixed = schemas.flatMap((each) => (each.const === undefined ? (each.enum ?? []) : [each.const]));
  return [...new Set(fixed)].map((value) => ({ label: JSON.stringify(value), type: "constant" }));
}
