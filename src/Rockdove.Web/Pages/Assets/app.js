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
  const selected = document.querySelector("#list .selected")?.dataset.id;
  const list = document.getElementById("list");
  const top = list.scrollTop;
  list.replaceChildren(...fresh.getElementById("list").childNodes);
  list.scrollTop = top;
  if (selected !== undefined) {
    const item = list.querySelector(`[data-id="${CSS.escape(selected)}"]`);
    item?.classList.add("selected");
    item?.setAttribute("aria-current", "true");
  }
  document.getElementById("count").textContent = fresh.getElementById("count").textContent;
  document.querySelector(".ask")?.remove();
  const ask = fresh.querySelector(".ask");
  if (ask !== null) document.querySelector(".bar").append(ask);
  localise(list);
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
    // The catcher has stopped; perhaps it comes back.
  } finally {
    setTimeout(poll, pollMilliseconds);
  }
}

localise(document);
if (firstPage) poll();
