// On a phone the panel is a sheet at the lower edge: the handle opens and closes it, by tap, key or drag.

const DRAG_PX = 24;

/** Make the handle open and close the panel. */
export function startSheet(panel: HTMLElement, handle: HTMLElement): void {
  const open = (wanted: boolean) => {
    panel.dataset.open = String(wanted);
    handle.setAttribute("aria-expanded", String(wanted));
  };
  let from: number | null = null;
  let dragged = false;
  handle.addEventListener("pointerdown", (event) => {
    from = event.clientY;
    dragged = false;
    handle.setPointerCapture(event.pointerId);
  });
  handle.addEventListener("pointermove", (event) => {
    if (from === null || Math.abs(event.clientY - from) < DRAG_PX) return;
    dragged = true;
    open(event.clientY < from);
  });
  handle.addEventListener("pointerup", () => {
    from = null;
  });
  handle.addEventListener("click", () => {
    if (!dragged) open(panel.dataset.open !== "true");
    dragged = false;
  });
}
