// Fills a field with the place where the reader stands; the button shows only where the browser can tell.
for (const button of document.querySelectorAll('[data-role="locate"]')) {
  if (!navigator.geolocation) continue;
  button.hidden = false;
  button.addEventListener("click", () => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        document.getElementById(button.dataset.fills).value = `${coords.longitude.toFixed(7)} ${coords.latitude.toFixed(7)}`;
      },
      () => button.setAttribute("disabled", ""),
      { enableHighAccuracy: true },
    );
  });
}
