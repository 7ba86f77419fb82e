// Keeps the page of a running comparison up to date: asks for the page again and puts its main part in place.
const PAUSE_MS = 2000;

async function refresh() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (answer.ok) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    document.querySelector("main").replaceChildren(...page.querySelector("main").childNodes);
  }
  wait();
}

function wait() {
  if (document.querySelector("[data-running]")) setTimeout(refresh, PAUSE_MS);
}

wait();
