/** What Streamlit hands to a component (Components v2), as far as our pieces use it. */
export interface Component<Data> {
  readonly data: Data;
  readonly parentElement: HTMLElement | ShadowRoot;
  setStateValue(name: string, value: unknown): void;
  setTriggerValue(name: string, value: unknown): void;
}
