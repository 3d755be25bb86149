// The size of the page: fitted to its place, or in steps; turned for looking; moved by the mouse.
const STEPS = [0.25, 0.33, 0.5, 0.67, 0.75, 1, 1.25, 1.5, 2, 3, 4, 6];
const SCREEN_DPI = 96;
const LOWEST = 480; // pixels
const BELOW = 16;
const phone = window.matchMedia("(max-width: 900px)");
const KEPT = "viewer-size";

export const zooming = (place) => {
  let mode = sessionStorage.getItem(KEPT) ?? "width";
  let turned = 0;
  const parts = () => ({ stage: place.querySelector(".stage"), box: place.querySelector(".turned"), sheet: place.querySelector(".sheet"), page: place.querySelector("#page-shown") });
  const shape = (page) => ({ width: Number(page.dataset.width), height: Number(page.dataset.height), dpi: Number(page.dataset.dpi) || 150 });
  const natural = (page) => (shape(page).width / shape(page).dpi) * SCREEN_DPI;

  const widthOf = ({ stage, page }) => {
    const { width, height } = shape(page);
    const lying = turned % 180 !== 0;
    const room = { across: stage.clientWidth - 2, down: stage.clientHeight - 2 };
    if (mode === "width") return lying ? (room.across * width) / height : room.across;
    if (mode === "whole") return Math.min(lying ? room.down : room.across, ((lying ? room.across : room.down) * width) / height);
    return natural(page) * Number(mode);
  };
  const apply = () => {
    const now = parts();
    if (!now.stage) return;
    const { width, height } = shape(now.page);
    if (!phone.matches) now.stage.style.height = `${Math.max(LOWEST, innerHeight - (now.stage.getBoundingClientRect().top + scrollY) - BELOW)}px`;
    const across = Math.max(widthOf(now), 60);
    const down = (across * height) / width;
    const lying = turned % 180 !== 0;
    now.box.style.width = `${lying ? down : across}px`;
    now.box.style.height = `${lying ? across : down}px`;
    now.sheet.style.width = `${across}px`;
    now.sheet.style.transform = turned ? `translate(-50%, -50%) rotate(${turned}deg)` : "";
    now.box.classList.toggle("turned-now", turned !== 0);
    now.sheet.querySelector(".scan").sizes = `${Math.round(across)}px`;
    const out = document.getElementById("zoom-now");
    out.hidden = false;
    out.textContent = `${Math.round((across / natural(now.page)) * 100)} %`;
  };
  const scale = () => widthOf(parts()) / natural(parts().page);
  const set = (value, point) => {
    const { stage, box } = parts();
    if (!stage) return;
    const before = box.getBoundingClientRect();
    const at = point ?? { x: stage.getBoundingClientRect().left + stage.clientWidth / 2, y: stage.getBoundingClientRect().top + stage.clientHeight / 2 };
    const share = { x: (at.x - before.left) / before.width, y: (at.y - before.top) / before.height };
    mode = String(value);
    sessionStorage.setItem(KEPT, mode);
    apply();
    const after = box.getBoundingClientRect(); // what was under the pointer stays there
    stage.scrollLeft += after.left + share.x * after.width - at.x;
    stage.scrollTop += after.top + share.y * after.height - at.y;
  };
  const step = (direction, point) => {
    if (!parts().stage) return;
    const now = scale();
    const next = direction > 0 ? STEPS.find((each) => each > now * 1.02) : STEPS.findLast((each) => each < now / 1.02);
    if (next) set(next, point);
  };

  place.addEventListener("wheel", (event) => {
    if (!event.ctrlKey || !event.target.closest(".stage")) return;
    event.preventDefault();
    step(event.deltaY < 0 ? 1 : -1, { x: event.clientX, y: event.clientY });
  }, { passive: false });

  let held = null;
  place.addEventListener("pointerdown", (event) => {
    const stage = event.target.closest(".stage");
    if (!stage || event.pointerType !== "mouse" || (event.button === 0 && event.target.closest(".text-layer")) || event.button > 1) return;
    held = { stage, x: event.clientX + stage.scrollLeft, y: event.clientY + stage.scrollTop };
    stage.classList.add("held");
    stage.setPointerCapture(event.pointerId);
    if (event.button === 1) event.preventDefault();
  });
  place.addEventListener("pointermove", (event) => {
    if (!held) return;
    held.stage.scrollLeft = held.x - event.clientX;
    held.stage.scrollTop = held.y - event.clientY;
  });
  for (const end of ["pointerup", "pointercancel"]) {
    place.addEventListener(end, () => { held?.stage.classList.remove("held"); held = null; });
  }
  window.addEventListener("resize", apply);
  return {
    apply, step,
    fit: (how) => set(how),
    turn: () => { turned = (turned + 90) % 360; apply(); },
    wider: () => { const { stage } = parts(); return Boolean(stage) && document.activeElement === stage && stage.scrollWidth > stage.clientWidth + 1; },
    sizes: () => place.querySelector(".scan")?.sizes ?? "60vw",
  };
};
