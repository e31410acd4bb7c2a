// Keeps the list fresh and shows times as the reader's clock does. Pages work without it.
"use strict";

const pollMilliseconds = 2000;
const firstPage = new URLSearchParams(location.search).has("start") === false;
let seen = null;

function localise(root) {
  const today = new Date().toDateString();
  for (const time of root.querySelectorAll("time[datetime]")) {
    const moment = new Date(time.dateTime);
    time.title = moment.toLocaleString();
    time.textContent = moment.toDateString() === today
      ? moment.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })
      : moment.toLocaleDateString([], { year: "numeric", month: "short", day: "numeric" });
  }
}

async function refresh() {
  const answer = await fetch("/");
  if (!answer.ok) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const list = document.getElementById("list");
  const selected = list.querySelector(".selected")?.dataset.id;
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.id : undefined;
  const top = list.scrollTop;
  list.replaceChildren(...fresh.getElementById("list").childNodes);
  list.scrollTop = top;
  const select = find(list, selected);
  select?.classList.add("selected");
  select?.setAttribute("aria-current", "true");
  find(list, focused)?.focus({ preventScroll: true });
  document.getElementById("count").textContent = fresh.getElementById("count").textContent;
  refreshAsk(document.querySelector(".ask"), fresh.querySelector(".ask"));
  localise(list);
}

function find(list, id) {
  return id === undefined ? null : list.querySelector(`[data-id="${CSS.escape(id)}"]`);
}

// Somebody may be about to answer the question, so it is not taken away, but told as it is now.
function refreshAsk(shown, fresh) {
  if (shown === null || fresh === null) {
    shown?.remove();
    if (fresh !== null) document.querySelector(".bar").append(fresh);
  } else {
    shown.querySelector("button").textContent = fresh.querySelector("button").textContent;
  }
}

async function poll() {
  try {
    if (document.hidden) return;
    const answer = await fetch("/api/v1/messages?limit=1");
    if (!answer.ok) return;
    const page = await answer.json();
    const now = [page.total, page.unread, page.messages[0]?.ID].join(" ");
    if (seen !== null && seen !== now) await refresh();
    seen = now;
  } catch {
    document.getElementById("count").textContent = "the catcher does not answer";
    seen = ""; // Perhaps it comes back; then all is told anew.
  } finally {
    setTimeout(poll, pollMilliseconds);
  }
}

localise(document);
if (firstPage) poll();
