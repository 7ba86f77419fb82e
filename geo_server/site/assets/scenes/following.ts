// Follows one file that was handed in: moves its bar, and shows the page anew when the scene is there or has failed.
import { pauseAfter } from "../desk/waiting.ts";

export interface DeliveryState {
  state: string;
  progress: number;
  stage: string;
}

/** Whether nothing will happen any more. */
export function isFinal(state: string): boolean {
  return state === "ready" || state === "failed";
}

export function startFollowing(row: HTMLElement, show: () => void = () => location.reload()): void {
  let tries = 0;
  const ask = async () => {
    const found = await stateAt(row.dataset.address ?? "");
    if (found && isFinal(found.state)) return show();
    if (found) draw(row, found);
    setTimeout(ask, pauseAfter(tries++));
  };
  setTimeout(ask, pauseAfter(tries++));
}

function draw(row: HTMLElement, found: DeliveryState): void {
  const bar = row.querySelector("progress");
  const stage = row.querySelector('[data-role="stage"]');
  if (bar) bar.value = found.progress;
  if (stage && found.stage) stage.textContent = found.stage;
}

async function stateAt(address: string): Promise<DeliveryState | null> {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    return response.ok ? ((await response.json()) as DeliveryState) : null;
  } catch {
    return null;
  }
}
