// Slide between two pictures: the range input says how much of the upper one (before) is shown. On a phone, where two
// pictures side by side are small, the slide is open from the start.
const onPhone = matchMedia("(max-width: 48rem)").matches;

for (const slide of document.querySelectorAll("[data-compare]")) {
  const range = slide.querySelector("input[type=range]");
  const show = () => slide.style.setProperty("--shown", `${range.value}%`);
  range.addEventListener("input", show);
  show();
  slide.hidden = false;
  slide.open = onPhone;
}
