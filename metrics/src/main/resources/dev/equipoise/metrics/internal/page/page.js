// Asks for the page again and again, and shows what it gets. When there is no answer, what was shown last stays.
"use strict";
(() => {
  const every = 1000 * Number(document.currentScript.dataset.seconds);
  const page = new URL(location.href);
  // No request may be made for an address that has them; the browser knows them.
  page.username = "";
  page.password = "";
  page.hash = "";
  let heard = new Date();
  let shown = "";
  let asking = false;

  const runOf = (tree) => tree.getElementById("run")?.dataset.run;

  const time = (date) =>
    (date.toDateString() === new Date().toDateString() ? "" : date.toDateString() + " ") + date.toTimeString().slice(0, 8);

  const notice = (id, visible) => {
    const line = document.getElementById(id);
    if (line.hidden === visible) {
      line.hidden = !visible;
    }
  };

  const show = (text) => {
    const next = new DOMParser().parseFromString(text, "text/html");
    const other = runOf(next) !== runOf(document);
    if (!other) {
      heard = new Date();
      if (text !== shown) {
        shown = text;
        document.title = next.title;
        document.body.replaceChildren(...next.body.childNodes);
      }
    }
    notice("lost", false);
    notice("other", other);
  };

  const lost = () => {
    document.querySelector("#lost time").textContent = time(heard);
    notice("other", false);
    notice("lost", true);
  };

  const ask = async () => {
    if (asking) {
      return;
    }
    asking = true;
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), 2 * every);
    try {
      const answer = await fetch(page, { cache: "no-store", signal: patience.signal });
      if (!answer.ok) {
        throw new Error(answer.statusText);
      }
      show(await answer.text());
    } catch {
      lost();
    } finally {
      clearTimeout(timer);
      asking = false;
    }
  };

  setInterval(ask, every);
  document.addEventListener("visibilitychange", () => document.hidden || ask());
})();
