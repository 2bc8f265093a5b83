// Offers matches while somebody types into the search box of the office: a combobox with a
// list, by keyboard and for screen readers as the ARIA Authoring Practices say. Without
// script, and when nothing is chosen, the form searches as it does.
(() => {
  "use strict";
  const form = document.querySelector("form.ww-search[data-matches]");
  if (!form || !window.AbortController) return;
  const input = form.querySelector("input"), list = document.createElement("ul"), says = document.createElement("p");
  let asked, timer, options = [], at = -1, last = "";
  list.id = "search-matches";
  list.className = "ww-search__list";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Matches");
  says.className = "govuk-visually-hidden";
  says.setAttribute("role", "status");
  form.append(list, says);
  input.type = "text";
  const set = (name, value) => input.setAttribute(name, value);
  set("role", "combobox");
  set("enterkeyhint", "search");
  set("aria-autocomplete", "list");
  set("aria-controls", list.id);
  set("aria-expanded", "false");

  const choose = i => {
    if (options[at]) options[at].setAttribute("aria-selected", "false");
    at = i;
    if (!options[at]) { input.removeAttribute("aria-activedescendant"); return; }
    options[at].setAttribute("aria-selected", "true");
    options[at].scrollIntoView({ block: "nearest" });
    set("aria-activedescendant", options[at].id);
  };
  const close = () => {
    clearTimeout(timer);
    if (asked) asked.abort();
    choose(-1);
    list.hidden = true;
    set("aria-expanded", "false");
  };
  const show = matches => {
    options = matches.map((m, i) => {
      const li = document.createElement("li"), beside = document.createElement("span");
      li.id = "search-match-" + i;
      li.setAttribute("role", "option");
      li.setAttribute("aria-selected", "false");
      li.dataset.href = m.href;
      beside.textContent = m.beside;
      li.append(m.text + " ", beside);
      return li;
    });
    at = -1;
    input.removeAttribute("aria-activedescendant");
    list.replaceChildren(...options);
    list.hidden = !options.length;
    set("aria-expanded", String(!list.hidden));
    says.textContent = options.length === 0 ? "No matches. Press Enter to search." : options.length === 1 ? "1 match" : options.length + " matches";
  };
  const ask = async text => {
    if (asked) asked.abort();
    const mine = asked = new AbortController();
    try {
      const answer = await fetch(form.dataset.matches + "?q=" + encodeURIComponent(text), { signal: mine.signal, headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return close();
      const found = await answer.json();
      if (mine === asked && !mine.signal.aborted) show(found.matches);
    } catch (e) {
      if (e.name !== "AbortError") close();
    }
  };
  const open = i => { if (options[i]) location.assign(options[i].dataset.href); };

  input.addEventListener("input", () => {
    const text = input.value.trim();
    clearTimeout(timer);
    if (text === last && !list.hidden) return;
    last = text;
    if (text.length < 2) { close(); says.textContent = ""; return; }
    timer = setTimeout(ask, 120, text);
  });
  input.addEventListener("keydown", e => {
    if (e.key === "Escape" && !list.hidden) { e.preventDefault(); close(); return; }
    if (list.hidden || e.isComposing) return;
    switch (e.key) {
      case "ArrowDown": choose(at + 1 < options.length ? at + 1 : -1); break;
      case "ArrowUp": choose(at < 0 ? options.length - 1 : at - 1); break;
      case "Enter": if (at < 0) return; open(at); break;
      default: return;
    }
    e.preventDefault();
  });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", e => e.preventDefault());
  list.addEventListener("click", e => {
    const li = e.target.closest("[role=option]");
    if (li) open(options.indexOf(li));
  });
  form.addEventListener("submit", close);
})();
