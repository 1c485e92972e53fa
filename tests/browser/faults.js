// What is wrong with a page for somebody who does not see it, sees little, or taps with a thumb.
() => {
  const faults = [];
  const seen = (one) => one.getClientRects().length > 0;
  const named = (one) => (one.innerText || one.textContent || one.getAttribute("aria-label") || "").trim();
  const all = (what) => [...document.querySelectorAll(what)];
  const found = (what, wrong, called) => all(what).filter(wrong).forEach((one) => faults.push(`${called}: ${one.outerHTML.slice(0, 120)}`));

  if (all("h1").length !== 1) faults.push("not one h1");
  if (all("main").length !== 1) faults.push("not one main");
  if (!document.documentElement.lang || !document.title) faults.push("no language or title");
  const ids = all("[id]").map((one) => one.id);
  ids.filter((id, at) => ids.indexOf(id) !== at).forEach((id) => faults.push(`id twice: ${id}`));
  found("input:not([type=hidden]), select, textarea", (one) => !one.labels?.length && !one.ariaLabel, "no label");
  found("a, button", (one) => !named(one) && !one.querySelector("img[alt]"), "no name");
  found("img", (one) => !one.alt, "no alt");
  found("th", (one) => !one.scope, "no scope");
  for (const kind of ["aria-describedby", "aria-labelledby"])
    found(`[${kind}]`, (one) => one.getAttribute(kind).split(" ").some((id) => !document.getElementById(id)), "points nowhere");
  const tapped = ".button, button, input:not([type=hidden], [type=checkbox]), select";
  found(tapped, (one) => seen(one) && one.getBoundingClientRect().height < 40, "small");
  if (document.querySelector("[style], style, script:not([src])")) faults.push("inline");
  const wide = document.documentElement.scrollWidth;
  if (wide > innerWidth) faults.push(`wider than the window: ${wide}`);

  const rgb = (text) => text.match(/[\d.]+/g).map(Number);
  const linear = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * linear(r / 255) + 0.7152 * linear(g / 255) + 0.0722 * linear(b / 255);
  const ground = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const colour = rgb(getComputedStyle(at).backgroundColor);
      if (colour[3] !== 0) return colour;
    }
    return [255, 255, 255];
  };
  const pale = (one) => {
    const pair = [light(rgb(getComputedStyle(one).color)), light(ground(one))].sort((x, y) => y - x);
    return (pair[0] + 0.05) / (pair[1] + 0.05) < 4.5;
  };
  const speaks = (one) => seen(one) && [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  found("body *", (one) => speaks(one) && pale(one), "pale");
  return faults;
}
