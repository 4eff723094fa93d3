// The state in Cache-Status (RFC 9211), in one word.
function stateOf(status) {
  if (!status) return "NONE";
  if (/; hit/.test(status)) return /detail=(swr|sie)/.test(status) ? "STALE" : "HIT";
  if (/fwd=bypass/.test(status)) return "BYPASS";
  return /fwd=request/.test(status) ? "REFRESHED" : "MISS";
}

function element(name, text, state) {
  const made = document.createElement(name);
  made.textContent = text;
  if (state) made.dataset.state = state;
  return made;
}

const SHOWN = 8;

async function ask(panel, headers = {}) {
  const trail = panel.querySelector(".trail");
  const line = document.createElement("li");
  const start = performance.now();
  try {
    // Bypass the cache of the browser.
    const response = await fetch(panel.dataset.url, { cache: "no-store", headers });
    const text = await response.text();
    const took = Math.round(performance.now() - start);
    const status = response.headers.get("cache-status");
    const state = stateOf(status);
    line.append(element("b", state, state), element("span", text), element("small", `${took} ms`));
    panel.querySelector(".status code").textContent = `Cache-Status: ${status ?? "none"}`;
  } catch (error) {
    line.append(element("b", "ERROR", "ERROR"), element("span", `no response: ${error.message}`));
  }
  trail.prepend(line);
  while (trail.children.length > SHOWN) trail.lastChild.remove();
}

async function refresh(panel, what) {
  const line = document.createElement("li");
  try {
    const response = await fetch("/caching/refresh", { method: "POST", body: new URLSearchParams({ what }) });
    line.append(element("b", response.ok ? "POST" : "ERROR"), element("span", `what=${what}: ${response.status}`));
  } catch (error) {
    line.append(element("b", "ERROR", "ERROR"), element("span", `no response: ${error.message}`));
  }
  panel.querySelector(".trail").prepend(line);
}

for (const panel of document.querySelectorAll("[data-url]")) {
  const on = (selector, event, act) =>
    panel.querySelectorAll(selector).forEach((found) => found.addEventListener(event, () => act(found)));
  on("[data-ask]", "click", () => ask(panel));
  on("[data-refresh]", "click", (button) => refresh(panel, button.dataset.refresh));
  on("[data-with-token]", "click", () =>
    ask(panel, { "x-prerender-revalidate": panel.querySelector("[data-token]").value }));
  let timer;
  on("[data-poll]", "change", (box) => {
    clearInterval(timer);
    if (box.checked) timer = setInterval(() => ask(panel), 1000);
  });
}
