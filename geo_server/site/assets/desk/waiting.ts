// While the server works on a submission: asks for its state, and shows the page anew when that has changed.
const FIRST_MS = 700;
const LONGEST_MS = 5_000;

/** The pause before the next question: short at first, longer for a long work. */
export function pauseAfter(tries: number): number {
  return Math.min(FIRST_MS * 1.25 ** tries, LONGEST_MS);
}

/** Ask until the state differs from the one on the page. A question without an answer is asked again. */
export function startWaiting(notice: HTMLElement, show: () => void = () => location.replace(location.pathname)): void {
  const address = notice.dataset.address ?? "";
  let tries = 0;
  const ask = async () => {
    const state = await stateAt(address);
    if (state && state !== notice.dataset.state) return show();
    setTimeout(ask, pauseAfter(tries++));
  };
  setTimeout(ask, pauseAfter(tries++));
}

async function stateAt(address: string): Promise<string | null> {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    return response.ok ? ((await response.json()) as { state: string }).state : null;
  } catch {
    return null;
  }
}
