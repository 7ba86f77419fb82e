// Slide between two pictures: the range input says how much of the upper one (before) is shown.
for (const slide of document.querySelectorAll("[data-compare]")) {
  const range = slide.querySelector("input[type=range]");
  const show = () => slide.style.setProperty("--shown", `${range.value}%`);
  range.addEventListener("input", show);
  show();
  slide.hidden = false;
}
