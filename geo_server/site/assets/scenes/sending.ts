// Sends the form with a large file and says how much of it has gone; without a script the browser sends it by itself.

/** What is written under the bar: "12 MB of 340 MB (3 %)" in the words of the page. */
export function sentText(pattern: string, loaded: number, total: number): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
  const percent = total > 0 ? Math.floor((100 * loaded) / total) : 0;
  return pattern.replace("{sent}", megabytes(loaded)).replace("{all}", megabytes(total)).replace("{percent}", `${percent}`);
}

export function startSending(form: HTMLFormElement): void {
  const bar = form.querySelector<HTMLProgressElement>('[data-role="sent"] progress');
  const box = form.querySelector<HTMLElement>('[data-role="sent"]');
  const text = form.querySelector<HTMLElement>('[data-role="sent-text"]');
  const button = form.querySelector<HTMLButtonElement>("button[type=submit]");
  if (!bar || !box || !text || !button) return;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    box.hidden = false;
    const request = new XMLHttpRequest();
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      bar.max = total;
      bar.value = loaded;
      text.textContent = sentText(text.dataset.pattern ?? "", loaded, total);
    });
    request.addEventListener("load", () => showAnswer(request));
    request.addEventListener("error", () => {
      button.disabled = false;
      text.textContent = text.dataset.broken ?? "";
    });
    request.open("POST", form.action);
    request.send(new FormData(form));
  });
}

/** The server answers with a page, after a redirect or with the fault in it: show that page under its address. */
function showAnswer(request: XMLHttpRequest): void {
  history.replaceState(null, "", new URL(request.responseURL).pathname);
  document.open();
  document.write(request.responseText);
  document.close();
}
