// The form that hands in a file: a file can be dropped on it, and it asks only what the choices so far leave open.

/** What a form must ask: the name of a new collection, or the key of an upsert. */
export function asked(collection: string, mode: string): { newOnly: boolean; keyOnly: boolean } {
  return { newOnly: collection === "", keyOnly: mode === "upsert" };
}

export function startHandIn(form: HTMLFormElement): void {
  const collection = form.elements.namedItem("collection") as HTMLSelectElement;
  const mode = form.elements.namedItem("mode") as HTMLSelectElement;
  const show = () => {
    const { newOnly, keyOnly } = asked(collection.value, mode.value);
    for (const part of form.querySelectorAll<HTMLElement>('[data-role="new-only"]')) part.hidden = !newOnly;
    for (const part of form.querySelectorAll<HTMLElement>('[data-role="key-only"]')) part.hidden = !keyOnly;
  };
  collection.addEventListener("change", show);
  mode.addEventListener("change", show);
  show();
  const drop = form.querySelector<HTMLElement>('[data-role="drop"]');
  if (drop) startDrop(drop);
}

function startDrop(drop: HTMLElement): void {
  const input = drop.querySelector<HTMLInputElement>("input[type=file]");
  if (!input) return;
  const mark = (over: boolean) => drop.classList.toggle("over", over);
  drop.addEventListener("dragover", (event) => {
    event.preventDefault();
    mark(true);
  });
  drop.addEventListener("dragleave", () => mark(false));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    mark(false);
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
  });
}
