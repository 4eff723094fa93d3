// The state in Cache-Status (RFC 9211), in one word.
function stateOf(status) {
  if (!status) return "NONE";
  if (/; hit/.test(status)) return /detail=(swr|sie)/.test(status) ? "STALE" : "HIT";
  if (/fwd=bypass/.test(status)) return "BYPASS";
  return /fwd=request/.test(status) ? "REFRESHED" : "MISS";
}

const SHOWN = 8;

function element(name, text, state) {
  const made = document.createElement(name);
  made.textContent = text;
  if (state) made.dataset.state = state;
  return made;
}

// Adds a line to the panel that shows work until the request is done: a state, a text, and the time that it took.
async function show(panel, request) {
  const trail = panel.querySelector(".trail");
  const line = document.createElement("li");
  line.className = "waiting";
  line.append(element("b", "…"), element("span", "waiting for the response"));
  trail.prepend(line);
  while (trail.children.length > SHOWN) trail.lastChild.remove();
  const start = performance.now();
  let cells;
  try {
    const [state, text] = await request();
    cells = [element("b", state, state), element("span", text)];
  } catch (error) {
    cells = [element("b", "ERROR", "ERROR"), element("span", `no response: ${error.message}`)];
  }
  const took = Math.round(performance.now() - start);
  line.replaceChildren(...cells, element("small", `${took} ms`));
  line.classList.remove("waiting");
}

function ask(panel, headers = {}) {
  return show(panel, async () => {
    // Bypass the cache of the browser.
    const response = await fetch(panel.dataset.url, { cache: "no-store", headers });
    const text = await response.text();
    const status = response.headers.get("cache-status");
    panel.querySelector(".status code").textContent = `Cache-Status: ${status ?? "none"}`;
    const instance = response.headers.get("x-instance");
    return [stateOf(status), instance ? `${text} (from instance ${instance})` : text];
  });
}

function refresh(panel, what) {
  return show(panel, async () => {
    const response = await fetch("/caching/refresh", { method: "POST", body: new URLSearchParams({ what }) });
    return [response.ok ? "POST" : "ERROR", `what=${what}: ${response.status}`];
  });
}

for (const panel of document.querySelectorAll("[data-url]")) {
  const on = (selector, event, act) =>
    panel.querySelectorAll(selector).forEach((found) => found.addEventListener(event, () => act(found)));
  // A button has no effect until its response has arrived.
  const press = (selector, act) =>
    on(selector, "click", async (button) => {
      if (button.ariaBusy === "true") return;
      button.ariaBusy = "true";
      await act(button);
      button.ariaBusy = null;
    });
  press("[data-ask]", () => ask(panel));
  press("[data-refresh]", (button) => refresh(panel, button.dataset.refresh));
  press("[data-with-token]", () =>
    ask(panel, { "x-prerender-revalidate": panel.querySelector("[data-token]").value }));
  let timer;
  on("[data-poll]", "change", (box) => {
    clearInterval(timer);
    if (box.checked) timer = setInterval(() => ask(panel), 1000);
  });
}
