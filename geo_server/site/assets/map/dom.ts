// Making and finding elements of the page.

type Content = Node | string;

/** An element with attributes and content; `true` writes an empty attribute, false and null leave it out. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Record<string, string | number | boolean | null> = {},
  ...content: Content[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...content);
  return element;
}

/** The element with this data-role inside a root; the template must hold it. */
export function byRole<T extends HTMLElement = HTMLElement>(root: ParentNode, role: string): T {
  const found = root.querySelector<T>(`[data-role="${role}"]`);
  if (!found) throw new Error(`The page has no element with data-role="${role}".`);
  return found;
}
