for (const view of document.querySelectorAll(".compare")) {
  const slider = view.querySelector("input");
  const show = () => view.style.setProperty("--cut", slider.value / 10 + "%");
  slider.addEventListener("input", show);
  view.classList.add("live");
  show();
}
