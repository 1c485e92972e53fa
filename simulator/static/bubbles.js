// Draw one thing of a conversation. Words go in as text, never as markup.

const SVG = "http://www.w3.org/2000/svg";

export function el(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null) continue;
    if (key in made && key !== "list") made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#i-${name}`);
  svg.append(use);
  svg.setAttribute("aria-hidden", "true");
  return svg;
}

export function avatar(person) {
  const made = el("span", { className: "avatar", textContent: person.initial });
  made.setAttribute("aria-hidden", "true");
  made.style.setProperty("--tint", person.colour);
  return made;
}

const accountAvatar = () => el("img", { className: "avatar", src: "/static/icon.svg", alt: "" });

const safe = (href) => (/^https?:\/\//i.test(href ?? "") ? href : undefined);

const ZONE = { timeZone: "Asia/Shanghai" };
const CLOCK = new Intl.DateTimeFormat("zh-CN", { ...ZONE, hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const DAY = new Intl.DateTimeFormat("zh-CN", { ...ZONE, month: "long", day: "numeric" });

export const clock = (ms) => CLOCK.format(ms);

export function when(ms) {
  const day = DAY.format(ms);
  if (day === DAY.format(Date.now())) return clock(ms);
  return `${day === DAY.format(Date.now() - 864e5) ? "昨天" : day} ${clock(ms)}`;
}

// `onTap({label, tap})` sends back a tapped choice.
export function draw(bubble, person, onTap) {
  if (bubble.side === "system") {
    return el("p", { className: "note", textContent: bubble.text, "data-fault": bubble.fault, title: bubble.fault ?? "" });
  }
  if (bubble.kind === "template") return card(bubble);
  const body = el("div", { className: "bubble", "data-kind": bubble.kind, "data-id": bubble.id, "data-side": bubble.side });
  (INSIDE[bubble.kind] ?? INSIDE.text)(body, bubble, onTap);
  return row(bubble.side, bubble.side === "me" ? avatar(person) : accountAvatar(), body);
}

export function drawSms(sms) {
  const body = el("div", { className: "bubble", "data-kind": "sms", "data-id": sms.id, textContent: sms.text });
  return row(sms.side === "me" ? "me" : "gateway", "", body);
}

function row(side, face, body) {
  const made = el("div", { className: "row" });
  made.dataset.side = side;
  made.append(...(face ? [face] : []), body);
  return made;
}

const INSIDE = {
  text: (body, bubble, onTap) => body.append(...pieces(bubble, onTap)),
  menu(body, bubble, onTap) {
    if (bubble.text) body.append(el("div", { textContent: bubble.text }));
    body.append(...pieces(bubble, onTap));
    if (bubble.tail) body.append(el("div", { textContent: bubble.tail }));
  },
  image(body, bubble) {
    const src = `/sim/media/${bubble.media}`;
    body.append(el("img", { src, alt: "图片", onclick: () => enlarge(src) }));
  },
  video: (body) => body.append(icon("play")),
  voice(body, bubble) {
    const sound = el("div", { className: "sound" }, `${bubble.seconds}″`, icon("voice"));
    body.append(sound, ...(bubble.text ? [el("div", { className: "said", textContent: bubble.text })] : []));
  },
  location: (body, bubble) =>
    body.append(el("p", { textContent: bubble.text }), el("div", { className: "map" }, icon("pin"))),
  link: (body, bubble) =>
    body.append(el("p", {}, el("a", { href: safe(bubble.href), target: "_blank", rel: "noopener", textContent: bubble.text }), `\n${bubble.about ?? ""}`)),
  news(body, bubble) {
    if (bubble.picurl?.startsWith(location.origin)) body.append(el("img", { src: bubble.picurl, alt: "" }));
    body.append(el("h4", { textContent: bubble.title }), el("p", { textContent: bubble.description ?? "" }));
  },
};

function pieces(bubble, onTap) {
  return (bubble.parts ?? [{ text: bubble.text }]).flatMap((piece) => {
    if ("tap" in piece) {
      return el("button", { type: "button", className: "tap", "data-tap": piece.tap, textContent: piece.text, onclick: () => onTap(piece) });
    }
    if (safe(piece.href)) return anchor(piece.href, piece.text);
    return linked(piece.text ?? "");
  });
}

const anchor = (href, textContent) => el("a", { href, target: "_blank", rel: "noopener", textContent });

// As WeChat does: an address in plain words can be opened.
const ADDRESS = /(https?:\/\/[\w\-.~:/?#@%&=+]+)/i;
const linked = (words) => words.split(ADDRESS).map((word, at) => (at % 2 ? anchor(word, word) : word));

function card(bubble) {
  const rows = el("dl");
  for (const { label, value } of bubble.rows) rows.append(el("dt", { textContent: label }), el("dd", { textContent: value }));
  const made = el("article", { className: "card bubble-card", "data-kind": "template", "data-id": bubble.id });
  made.append(el("h4", { textContent: bubble.title }), el("time", { textContent: when(bubble.at) }), rows);
  if (safe(bubble.href)) {
    const link = el("a", { href: bubble.href, target: "_blank", rel: "noopener" }, "查看详情");
    made.append(el("footer", {}, link, icon("next")));
  }
  return made;
}

function enlarge(src) {
  const viewer = el("button", { type: "button", className: "viewer", "aria-label": "关闭大图" }, el("img", { src, alt: "大图" }));
  viewer.onclick = () => viewer.remove();
  viewer.onkeydown = (event) => event.key === "Escape" && viewer.remove();
  document.body.append(viewer);
  viewer.focus();
}
