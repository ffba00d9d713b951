// The respondent's form: takes the letter's code out of the address and keeps a draft on the device.
// Without this script everything works; the code is then typed by hand.
(() => {
  "use strict";
  /** Local storage may be refused; a draft is then simply not kept. */
  const stored = (use) => { try { return use(); } catch { return null; } };
  const key = (name) => `luotsi.answer.${name}`;
  const done = document.querySelector("[data-draft-done]");
  if (done) stored(() => localStorage.removeItem(key(done.dataset.draftDone)));
  const form = document.querySelector("form[data-draft]");
  if (!form) return;

  const code = form.querySelector("input[name=code]");
  const given = location.hash.slice(1);
  if (code && code.type !== "hidden" && given.length >= 20) {
    code.value = given;
    history.replaceState(null, "", location.pathname + location.search);
  }
  // Another language: the code goes along where no server sees it.
  document.querySelectorAll("nav a").forEach((link) => link.addEventListener("click", () => {
    if (code && code.type !== "hidden" && code.value) link.hash = code.value;
  }));

  const status = form.querySelector("[data-status]");
  const tell = (what) => { if (status) status.textContent = status.dataset[what] || ""; };
  const fields = [...form.elements].filter((field) => field.type === "radio" || field.type === "textarea");
  const kept = stored(() => JSON.parse(localStorage.getItem(key(form.dataset.draft)) || "null"));
  if (kept && !document.querySelector("[role=alert]")) {
    fields.forEach((field) => {
      if (field.type === "radio") field.checked = kept[field.name] === field.value;
      else if (typeof kept[field.name] === "string") field.value = kept[field.name];
    });
    tell("restored");
  }
  form.addEventListener("input", (event) => {
    if (event.target === code) return;
    const now = {};
    fields.forEach((field) => { if (field.type !== "radio" || field.checked) now[field.name] = field.value; });
    if (stored(() => { localStorage.setItem(key(form.dataset.draft), JSON.stringify(now)); return true; })) tell("kept");
  });
  form.addEventListener("reset", () => {
    stored(() => localStorage.removeItem(key(form.dataset.draft)));
    fields.forEach((field) => { if (field.type === "radio") field.defaultChecked = false; else field.defaultValue = ""; });
    tell("");
    // The question has been answered.
    form.querySelector(".clear")?.removeAttribute("open");
  });
  // A second press while the first is on its way sends nothing.
  let sent = false;
  form.addEventListener("submit", (event) => { if (sent) event.preventDefault(); sent = true; });
  window.addEventListener("pageshow", () => { sent = false; });
})();
