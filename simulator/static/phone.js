// One phone on the table: what it shows and what can be done with it. See phones.js for the names tests may use.

import { act } from "/static/api.js";
import { avatar, draw, drawSms, el, when } from "/static/bubbles.js";
import { placeSheet, scanSheet, voiceSheet } from "/static/sheets.js";

const PAUSE = 3 * 60 * 1000; // ms of silence after which the time is shown
const BANNER = 5000; // ms
const CODES = 4; // estates' codes offered above the field of a text

function gist(bubble) {
  if (bubble.kind === "text") return bubble.parts.map((piece) => piece.text).join("");
  return bubble.text || bubble.title || "[图片]";
}

export class Phone {
  constructor(person, desk) {
    this.person = person;
    this.desk = desk; // { estates, places }, shared by all phones
    this.root = document.querySelector("#phone").content.firstElementChild.cloneNode(true);
    this.root.dataset.person = person.openid;
    this.root.setAttribute("aria-label", `${person.name}的手机`);
    this.chat = this.find(".chat");
    this.texts = this.find(".texts");
    this.sheet = this.find(".sheet");
    this.unread = { wechat: 0, sms: 0 };
    this.shownAt = { chat: 0, texts: 0 };
    this.seen = new Set();
    this.openApp = "wechat";
    this.introduce();
    this.wire();
    this.follow(person.following);
    this.menu(person.menu);
    this.codes();
    for (const bubble of person.bubbles) this.say(bubble, true);
    for (const sms of person.sms) this.text(sms, true);
  }

  find(selector) {
    return this.root.querySelector(selector);
  }

  introduce() {
    const { name, role, phone } = this.person;
    this.find(".owner .avatar").replaceWith(avatar(this.person));
    this.find("h2").textContent = name;
    this.find(".owner p").textContent = `${role} · ${phone.slice(0, 3)}****${phone.slice(-4)}`;
  }

  wire() {
    this.root.addEventListener("click", (event) => {
      const name = event.target.closest("[data-act]")?.dataset.act;
      this.acts[name]?.();
    });
    this.composer(this.find(".wechat .composer"), (text) => this.act("text", { text }));
    this.composer(this.find(".sms .composer"), (text) => this.act("sms", { text }));
    this.find("input[type=file]").addEventListener("change", (event) => this.upload(event.target));
    this.find(".banner").addEventListener("click", () => this.show(this.find(".banner").dataset.app));
  }

  acts = {
    follow: () => this.act(this.following ? "unfollow" : "follow"),
    wechat: () => this.show("wechat"),
    sms: () => this.show("sms"),
    more: () => this.tray(this.find(".tray").hidden),
    scan: () => this.slide(scanSheet(this.desk, (code) => this.act("scan", { code }))),
    place: () => this.slide(placeSheet(this.desk, (place) => this.act("location", place))),
    voice: () => this.slide(voiceSheet((text) => this.act("voice", { text }))),
    "sample-0": () => this.act("image", { sample: 0 }),
    "sample-1": () => this.act("image", { sample: 1 }),
  };

  act(name, body) {
    this.tray(false);
    if (["scan", "location", "voice"].includes(name)) this.slide(null);
    if (name !== "sms") this.show("wechat");
    return act(this.person.openid, name, body);
  }

  composer(form, send) {
    const field = form.querySelector("textarea");
    const fit = () => {
      field.style.height = "auto";
      field.style.height = `${Math.max(36, Math.min(104, field.scrollHeight))}px`;
    };
    field.addEventListener("input", fit);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      form.requestSubmit();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = field.value.trim();
      if (!text) return;
      field.value = "";
      fit();
      send(text);
    });
  }

  upload(input) {
    for (const file of input.files) {
      const form = new FormData();
      form.append("file", file);
      this.act("image", form);
    }
    input.value = "";
  }

  // What comes from the simulator ------------------------------------------------------------------------------

  say(bubble, quietly = false) {
    if (this.seen.has(bubble.id)) return;
    this.seen.add(bubble.id);
    this.stamp(this.chat, "chat", bubble.at);
    this.chat.append(draw(bubble, this.person, ({ label, tap }) => this.act("text", { text: label, tap })));
    this.toEnd(this.chat);
    if (bubble.kind === "image") this.chat.querySelector(".row:last-child img:not(.avatar)")?.addEventListener("load", () => this.toEnd(this.chat));
    if (!quietly && bubble.side === "account") this.noticed("wechat", "码上办", gist(bubble));
  }

  text(sms, quietly = false) {
    const key = `sms${sms.id}`;
    if (this.seen.has(key)) return;
    this.seen.add(key);
    this.texts.querySelector(".none")?.remove();
    this.stamp(this.texts, "texts", sms.at);
    this.texts.append(drawSms(sms));
    this.toEnd(this.texts);
    if (!quietly && sms.side !== "me") this.noticed("sms", "短信 · 1069 0001", sms.text);
  }

  // The codes on the estates' posters: a tap writes one into the text.
  codes() {
    const known = this.desk.estates.filter((one) => one.code).slice(0, CODES);
    const field = this.find(".sms textarea");
    const chips = known.map(({ name, code }) => {
      const chip = el("button", { type: "button", "data-code": code }, el("b", { textContent: code }), el("small", { textContent: name }));
      chip.addEventListener("click", () => {
        field.value = `${code} ${field.value}`;
        field.focus();
      });
      return chip;
    });
    this.find(".codes").replaceChildren(...chips);
    this.find(".codes").hidden = !chips.length;
  }

  follow(following) {
    this.following = following;
    this.root.dataset.following = following;
    this.find("[data-act=follow]").textContent = following ? "取消关注" : "关注";
    for (const field of this.root.querySelectorAll(".wechat .composer > *")) field.disabled = !following;
  }

  menu(buttons) {
    this.find(".menu").replaceChildren(...buttons.map((button) => this.menuEntry(button)));
  }

  menuEntry(button) {
    const cell = el("div");
    const below = button.sub_button ?? [];
    if (!below.length) {
      cell.append(this.menuButton(button));
      return cell;
    }
    const list = el("div", { className: "below", hidden: true }, ...below.map((one) => this.menuButton(one)));
    const opener = el("button", { type: "button", textContent: `≡ ${button.name}`, "aria-haspopup": "menu" });
    cell.addEventListener("click", () => (list.hidden = !list.hidden));
    cell.append(opener, list);
    return cell;
  }

  menuButton(button) {
    const made = el("button", { type: "button", textContent: button.name, "data-menu-key": button.key ?? button.url });
    made.addEventListener("click", () => {
      if (button.type === "view") window.open(button.url, "_blank", "noopener");
      else this.act("click", { key: button.key });
    });
    return made;
  }

  // How it looks -----------------------------------------------------------------------------------------------

  show(app) {
    this.openApp = app;
    for (const one of this.root.querySelectorAll(".app")) one.hidden = one.dataset.app !== app;
    for (const name of ["wechat", "sms"]) this.find(`.dock [data-act=${name}]`).setAttribute("aria-pressed", name === app);
    this.slide(null);
    this.find(".banner").hidden = true;
    this.count(app, 0);
    this.toEnd(app === "sms" ? this.texts : this.chat);
  }

  noticed(app, title, words) {
    if (this.openApp === app) return;
    this.count(app, this.unread[app] + 1);
    const banner = this.find(".banner");
    banner.dataset.app = app;
    banner.querySelector("use").setAttribute("href", app === "sms" ? "#i-sms" : "#i-chat");
    banner.querySelector("b").textContent = title;
    banner.querySelector("p").textContent = words;
    banner.hidden = false;
    clearTimeout(this.fading);
    this.fading = setTimeout(() => (banner.hidden = true), BANNER);
  }

  count(app, number) {
    this.unread[app] = number;
    const badge = this.find(`.dock [data-act=${app}] .badge`);
    badge.textContent = number > 99 ? "99+" : number;
    badge.setAttribute("aria-label", `${number} 条未读`);
    badge.hidden = number === 0;
  }

  tray(open) {
    this.find(".tray").hidden = !open;
    this.find("[data-act=more]").setAttribute("aria-expanded", open);
    this.toEnd(this.chat);
  }

  slide(content) {
    this.sheet.hidden = !content;
    this.sheet.replaceChildren();
    if (!content) return;
    this.sheet.setAttribute("aria-label", content.title);
    const close = el("button", { type: "button", className: "close", textContent: "关闭", onclick: () => this.slide(null) });
    this.sheet.append(el("header", {}, el("h3", { textContent: content.title }), close), ...content.nodes);
    this.sheet.querySelector("input, textarea")?.focus();
  }

  stamp(list, name, at) {
    if (at - this.shownAt[name] > PAUSE) list.append(el("p", { className: "when", textContent: when(at) }));
    this.shownAt[name] = at;
  }

  toEnd(list) {
    list.scrollTop = list.scrollHeight;
  }

  clock(text) {
    this.find(".status time").textContent = text;
  }
}
