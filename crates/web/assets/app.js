// @ts-check
// Luotsi's small helpers. Every page works without them; each helper starts from a data attribute.
"use strict";
(() => {
  /** @param {string} selector @param {(element: HTMLElement) => void} start @param {ParentNode} [root] */
  const each = (selector, start, root = document) => {
    if (root instanceof HTMLElement && root.matches(selector)) start(root);
    root.querySelectorAll(selector).forEach((element) => start(/** @type {HTMLElement} */ (element)));
  };

  /** Local storage may be refused; a draft is then simply not kept. @template T @param {() => T} use @returns {T | null} */
  const stored = (use) => {
    try { return use(); } catch { return null; }
  };

  /** Clock time as the page's language writes it. */
  const clock = () => new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" }).format(new Date());

  /** @param {HTMLFormElement} form @param {string} name @param {string} [state] */
  const tell = (form, name, state = "") => {
    const place = /** @type {HTMLElement | null} */ (form.querySelector("[data-status]"));
    const text = place?.dataset[name];
    if (!place || text === undefined) return;
    place.dataset.state = state || name;
    place.textContent = text.replace("{time}", clock());
  };

  /** data-guard="text": warns before leaving a form with changes. data-autosave="address": saves while one writes. */
  const watch = (/** @type {HTMLElement} */ element) => {
    const form = /** @type {HTMLFormElement} */ (element);
    const address = form.dataset.autosave;
    let dirty = false;
    let timer = 0;
    let running = Promise.resolve();
    const save = async () => {
      const sent = new URLSearchParams(/** @type {any} */ (new FormData(form)));
      dirty = false;
      tell(form, "saving");
      try {
        const answer = await fetch(address || "", { method: "POST", body: sent, headers: { "x-autosave": "1", accept: "application/json" } });
        if (!answer.ok) throw new Error(String(answer.status));
        const revision = answer.headers.get("x-revision");
        const field = form.querySelector("[name=revision]");
        if (revision && field instanceof HTMLInputElement) field.value = revision;
        tell(form, "saved");
      } catch {
        dirty = true;
        tell(form, "failed");
      }
    };
    form.addEventListener("input", () => {
      dirty = true;
      if (!address) return;
      clearTimeout(timer);
      timer = window.setTimeout(() => { running = running.then(save); }, 1200);
    });
    form.addEventListener("submit", () => { dirty = false; clearTimeout(timer); });
    window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });
  };

  /** data-draft="key": keeps answers on this device until they are sent. Hidden fields and passwords are never kept. */
  const draft = (/** @type {HTMLElement} */ element) => {
    const form = /** @type {HTMLFormElement} */ (element);
    const key = `luotsi.draft.${form.dataset.draft}`;
    const fields = () => [...form.elements].filter((field) => (field instanceof HTMLInputElement && !/hidden|password|file|submit/.test(field.type)) || field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement);
    /** @type {[string, string][] | null} */
    const kept = stored(() => JSON.parse(localStorage.getItem(key) || "null"));
    if (Array.isArray(kept)) {
      fields().forEach((field) => {
        const input = /** @type {HTMLInputElement} */ (field);
        const values = kept.filter(([name]) => name === input.name).map(([, value]) => value);
        if (/radio|checkbox/.test(input.type)) input.checked = values.includes(input.value);
        else if (values[0] !== undefined) input.value = values[0];
      });
      tell(form, "restored");
    }
    form.addEventListener("input", () => {
      const names = new Set(fields().map((field) => /** @type {HTMLInputElement} */ (field).name));
      const pairs = [...new FormData(form)].filter(([name, value]) => names.has(name) && typeof value === "string");
      if (stored(() => { localStorage.setItem(key, JSON.stringify(pairs)); return true; })) tell(form, "kept");
    });
    form.addEventListener("submit", () => { stored(() => localStorage.removeItem(key)); });
  };

  /** data-filter="table id": hides the rows that do not hold the words. */
  const filter = (/** @type {HTMLElement} */ box) => {
    const input = box.querySelector("input");
    const status = box.querySelector("[role=status]");
    const rows = [...document.querySelectorAll(`#${CSS.escape(box.dataset.filter || "")} tbody tr`)];
    if (!input || !status) return;
    box.hidden = false;
    input.addEventListener("input", () => {
      const words = input.value.toLocaleLowerCase().split(/\s+/).filter(Boolean);
      let shown = 0;
      rows.forEach((row) => {
        const text = (row.textContent || "").toLocaleLowerCase();
        const fits = words.every((word) => text.includes(word));
        /** @type {HTMLElement} */ (row).hidden = !fits;
        if (fits) shown += 1;
      });
      status.textContent = shown === 0 ? box.dataset.none || "" : `${shown} / ${rows.length}`;
    });
  };

  /** data-copy="address": copies it and says so in the button for a while. */
  const copy = (/** @type {HTMLElement} */ button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    const label = button.textContent;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(new URL(button.dataset.copy || "", location.href).href);
      button.textContent = button.dataset.copied || "";
      window.setTimeout(() => { button.textContent = label; }, 3000);
    });
  };

  /** data-swap="region id" on a link or form: fetches the page and replaces only that region; on trouble goes there as usual. */
  const swap = (/** @type {HTMLElement} */ element) => {
    const id = element.dataset.swap || "";
    /** The question under way: a newer one makes its answer worthless. @type {AbortController | undefined} */
    let asking;
    /** @param {Event} event @param {string} address @param {RequestInit} options @param {() => void} plain */
    const go = async (event, address, options, plain) => {
      event.preventDefault();
      if (!options.method) asking?.abort();
      const mine = asking = new AbortController();
      document.getElementById(id)?.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(address, { ...options, signal: mine.signal, headers: { "x-swap": id } });
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
        const old = document.getElementById(id);
        // What was sent has been received: never send it twice, go and look instead.
        if (!fresh || !old) { location.assign(answer.url); return; }
        old.replaceWith(fresh);
        if (!options.method) history.replaceState(null, "", answer.url);
        start(fresh);
      } catch { if (!mine.signal.aborted) plain(); }
    };
    if (element instanceof HTMLAnchorElement) {
      element.addEventListener("click", (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        go(event, element.href, {}, () => { location.href = element.href; });
      });
    } else if (element instanceof HTMLFormElement) {
      element.addEventListener("submit", (event) => {
        const data = new URLSearchParams(/** @type {any} */ (new FormData(element, event.submitter)));
        if (element.method === "post") go(event, element.action, { method: "POST", body: data }, () => element.submit());
        else go(event, `${element.action.split("?")[0]}?${data}`, {}, () => element.submit());
      });
    }
  };

  /** data-drives="field id" on a slider in a hidden box: shows the box, writes the field and sends its form while one slides. */
  const drive = (/** @type {HTMLElement} */ element) => {
    const slider = /** @type {HTMLInputElement} */ (element);
    const field = /** @type {HTMLInputElement | null} */ (document.getElementById(slider.dataset.drives || ""));
    const box = slider.closest("[hidden]");
    if (!field || !(box instanceof HTMLElement)) return;
    box.hidden = false;
    let timer = 0;
    slider.addEventListener("input", () => {
      field.value = new Intl.NumberFormat(document.documentElement.lang).format(slider.valueAsNumber).replace(/[,.\u202f]/g, " ");
      slider.setAttribute("aria-valuetext", `${field.value} €`);
      clearTimeout(timer);
      timer = window.setTimeout(() => slider.form?.requestSubmit(), 120);
    });
    field.addEventListener("input", () => {
      const typed = Number(field.value.replace(/\s|€/g, ""));
      if (Number.isFinite(typed)) slider.value = String(typed);
    });
  };

  /** data-place on a thing of a picture: the lines that name it in data-ends stand out while it is pointed at or has the focus. */
  const light = (/** @type {HTMLElement} */ thing) => {
    const lines = thing.closest("svg")?.querySelectorAll(`[data-ends~="${thing.dataset.place}"]`) || [];
    const turn = (/** @type {boolean} */ on) => () => lines.forEach((line) => line.classList.toggle("edge--on", on));
    for (const name of ["pointerenter", "focus"]) thing.addEventListener(name, turn(true));
    for (const name of ["pointerleave", "blur"]) thing.addEventListener(name, turn(false));
  };

  /** @param {ParentNode} root */
  const start = (root) => {
    each("form[data-draft]", draft, root);
    each("form[data-guard], form[data-autosave]", watch, root);
    each("[data-filter]", filter, root);
    each("[data-copy]", copy, root);
    each("[data-swap]", swap, root);
    each("[data-drives]", drive, root);
    each("[data-place]", light, root);
    each("[data-print]", (button) => { button.hidden = false; button.addEventListener("click", () => window.print()); }, root);
    each("[data-reload]", (place) => { window.setTimeout(() => location.reload(), 1000 * Number(place.dataset.reload)); }, root);
    each("[data-focus]", (place) => place.focus(), root);
  };
  start(document);

  // A menu closes when one goes elsewhere or presses Escape.
  document.addEventListener("click", (event) => each("details.menu[open]", (menu) => { if (!menu.contains(/** @type {Node} */ (event.target))) menu.removeAttribute("open"); }));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") each("details.menu[open]", (menu) => { menu.removeAttribute("open"); menu.querySelector("summary")?.focus(); }); });
  // Paper shows what is folded.
  window.addEventListener("beforeprint", () => each("details:not([open]):not(.menu):not(.nav)", (part) => { part.dataset.folded = ""; part.setAttribute("open", ""); }));
  window.addEventListener("afterprint", () => each("[data-folded]", (part) => { delete part.dataset.folded; part.removeAttribute("open"); }));
})();
