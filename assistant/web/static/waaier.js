"use strict";
// The page's own script. Gradio draws the parts; this sends what users do with them to the server, saves and copies
// without it, announces answers in the one live region, and keeps the focus where the user left it.
(() => {
  const one = (query, within = document) => within.querySelector(query);
  const all = (query, within = document) => [...within.querySelectorAll(query)];
  const region = () => one("#w-melding");
  let acted = false; // nothing is announced and no focus moves before the user did something
  let waiting = null; // the source to open once its panel is there
  let held = null; // how to find the focused control again after its part was drawn anew
  let announced = "";

  const announce = (words) => {
    const place = region();
    if (!place || !words) return;
    place.textContent = "";
    setTimeout(() => { place.textContent = words; }, 60);
  };

  // A Gradio text box takes a value from a script only through the element's own setter and an input event.
  const fill = (box, value) => {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(box), "value").set.call(box, value);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  };

  const queue = [];
  const drain = () => {
    const box = one("#w-actie textarea, #w-actie input");
    const go = one("#w-doe");
    if (!box || !go) return;
    fill(box, queue[0]);
    setTimeout(() => { go.click(); queue.shift(); if (queue.length) drain(); }, 30);
  };
  const send = (action, value) => {
    acted = true;
    queue.push(JSON.stringify({ do: action, value }));
    if (queue.length === 1) drain();
  };

  const remember = (control) => {
    held = control && control.dataset.do ? [control.dataset.do, control.dataset.value || ""] : null;
  };

  const copy = async (words) => {
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const box = document.createElement("textarea");
      box.value = words;
      document.body.append(box);
      box.select();
      document.execCommand("copy");
      box.remove();
    }
    announce(region().dataset.copied);
  };

  const values = (form) => Object.fromEntries(all("input[name], select[name]", form).map((field) => [field.name, field.value]));

  const openSource = (id) => {
    const source = document.getElementById(id);
    if (!source) return false;
    source.open = true;
    const mark = one("mark", source) || source;
    mark.scrollIntoView({ block: "center" });
    one("summary", source).focus({ preventScroll: true });
    return true;
  };

  document.addEventListener("click", (event) => {
    const control = event.target.closest("[data-do], [data-copy], [data-afdrukken], [data-bron], a[href^='#']");
    if (!control) return;
    const data = control.dataset;
    if (data.copy !== undefined) return void copy(data.copy);
    if (data.afdrukken) return window.print();
    if (data.bron) {
      event.preventDefault();
      if (!openSource(data.bron)) {
        waiting = data.bron;
        send("sources", data.beurt);
      }
      return;
    }
    if (data.do) {
      event.preventDefault();
      remember(control);
      if (data.wis) all("input, select", control.closest("[data-formulier]")).forEach((field) => { field.value = ""; });
      const picked = data.verzamel && all(`input[name="${data.verzamel}"]:checked`).map((field) => field.value);
      return send(data.do, picked || data.value || "");
    }
    const target = document.getElementById(control.hash.slice(1));
    if (target) {
      event.preventDefault();
      if (target.tabIndex < 0) target.tabIndex = -1;
      target.focus();
      target.scrollIntoView({ block: "start" });
    }
  });

  // Space presses what looks like a button, also where it is a link in the picture of the fan.
  document.addEventListener("keydown", (event) => {
    const control = event.target.closest && event.target.closest("a[role='button']");
    if (control && event.key === " ") {
      event.preventDefault();
      control.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    }
    if (event.key === "Enter" && event.target.closest && event.target.closest("#w-vraag")) acted = true;
  });
  document.addEventListener("pointerdown", () => { acted = true; });

  let timer = 0;
  const narrow = (event) => {
    const form = event.target.closest && event.target.closest("[data-formulier]");
    if (!form) return;
    clearTimeout(timer);
    timer = setTimeout(() => send(form.dataset.formulier, values(form)), event.type === "input" ? 250 : 0);
  };
  document.addEventListener("input", (event) => { if (event.target.type === "search") narrow(event); });
  document.addEventListener("change", (event) => { if (event.target.tagName === "SELECT") narrow(event); });

  const save = (block) => {
    const address = URL.createObjectURL(new Blob([block.textContent], { type: "text/markdown;charset=utf-8" }));
    const anchor = document.createElement("a");
    anchor.href = address;
    anchor.download = block.dataset.bestand;
    anchor.click();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    block.dataset.klaar = "1";
    announce(region().dataset.saved);
  };

  const answers = () => all(".w-antwoord");
  const settleConversation = () => {
    const list = answers();
    const last = list.at(-1);
    const key = last ? `${list.length}:${last.textContent}` : "";
    if (key === announced) return;
    const more = key && Number(key.split(":")[0]) !== Number(announced.split(":")[0] || 0);
    announced = key;
    if (!last || !acted || !more) return;
    announce(last.innerText.replace(/\s+/g, " ").slice(0, 1500));
    last.closest(".w-beurt").scrollIntoView({ block: "start" });
  };

  const refocus = () => {
    if (waiting && openSource(waiting)) { waiting = null; held = null; return; }
    const fresh = acted && one("[data-focus]:not([data-klaar])");
    if (fresh && fresh.offsetParent) {
      fresh.dataset.klaar = "1";
      held = null;
      fresh.focus();
      fresh.scrollIntoView({ block: "start" });
    } else if (held && document.activeElement === document.body) {
      const again = all(`[data-do="${held[0]}"]`).find((control) => (control.dataset.value || "") === held[1]);
      if (again) again.focus({ preventScroll: true });
    }
  };

  const settle = () => {
    scheduled = false;
    settleConversation();
    all("[data-melding]:not([data-klaar])").forEach((words) => {
      words.dataset.klaar = "1";
      if (acted && words.offsetParent) announce(words.textContent);
    });
    all("[data-bestand]:not([data-klaar])").forEach(save);
    document.body.classList.toggle("w-open", Boolean(one("#w-detail .w-detail:not([data-leeg])")));
    translate();
    fold();
    refocus();
    name();
  };

  // On a telephone the filters would push the list out of sight: they begin closed there.
  const fold = () => {
    const more = one(".w-meer:not([data-klaar])");
    if (!more) return;
    more.dataset.klaar = "1";
    if (matchMedia("(max-width: 640px)").matches) more.open = false;
  };

  // Gradio's own faults (a lost connection, a full queue) come in English: they are said in the page's language.
  const translate = () => {
    const say = region().dataset;
    const put = (place, words) => { if (place && place.textContent.trim() !== words) place.textContent = words; };
    all("[data-testid='toast-text']").forEach((place) => {
      if (!place.dataset.soort) {
        const lost = /connection/i.test(place.textContent);
        place.dataset.soort = lost ? say.lost : /queue|full/i.test(place.textContent) ? say.full : say.fault;
      }
      put(place, place.dataset.soort);
    });
    all(".toast-title").forEach((place) => put(place, say.attention));
    all("[data-testid='toast-close']").forEach((button) => button.setAttribute("aria-label", say.close));
  };

  // What Gradio leaves without a name in the page's language.
  const name = () => {
    all("[role='tabpanel']").forEach((sheet) => {
      const id = `${sheet.id}-button`;
      if (document.getElementById(id)) sheet.setAttribute("aria-labelledby", id);
    });
    all(".overflow-menu > button").forEach((button) => button.setAttribute("aria-label", region().dataset.moreTabs));
  };

  let scheduled = false;
  const watch = () => {
    new MutationObserver(() => {
      if (scheduled) return;
      scheduled = true;
      requestAnimationFrame(settle);
    }).observe(document.body, { childList: true, subtree: true, characterData: true });
    // The question of a link is asked once and need not stay in the address.
    const address = new URL(location.href);
    if (address.searchParams.has("vraag")) {
      setTimeout(() => {
        address.searchParams.delete("vraag");
        history.replaceState(null, "", address);
      }, 4000);
    }
  };
  watch();
})();
