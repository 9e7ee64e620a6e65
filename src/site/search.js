// The search of a site without a server: loads the pieces of the index that a question needs, and shows what is found.
"use strict";

const base = new URL("search/", document.currentScript.src);
const waiting = new Map();
const loaded = new Map();
const SHOWN = 20;

// Each piece of the index is a script that calls this.
globalThis.minutebook = (name, value) => { loaded.set(name, value); };

function piece(name) {
  if (!waiting.has(name)) {
    waiting.set(name, new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = new URL(`${encodeURIComponent(name)}.js`, base);
      script.onload = () => resolve(loaded.get(name));
      script.onerror = () => resolve(undefined);
      document.head.append(script);
    }));
  }
  return waiting.get(name);
}

const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) ?? [];
const beginning = (word, letters) =>
  [...word].slice(0, letters).map((letter) => /[a-z0-9]/.test(letter) ? letter : `${letter.codePointAt(0).toString(16)}_`).join("");

function numbers(differences) {
  let at = 0;
  return differences.map((difference) => (at += difference));
}

// Passages with a word that begins so: "agree" finds agreed and agreement.
async function withWord(about, word) {
  const short = beginning(word, 2);
  let names = [short];
  if (about.split.includes(short)) {
    names = word.length < 3 ? about.pieces.filter((name) => name.startsWith(short)) : [beginning(word, 3)];
  }
  const found = new Set();
  for (const name of names) {
    for (const [held, differences] of Object.entries((await piece(`w-${name}`)) ?? {})) {
      const isMeant = word.length < 4 ? held === word : held.startsWith(word);
      if (isMeant) numbers(differences).forEach((number) => found.add(number));
    }
  }
  return found;
}

async function withValue(field, values) {
  const all = (await piece(`f-${field}`)) ?? {};
  const found = new Set();
  for (const value of values) numbers(all[value.toLowerCase()] ?? []).forEach((number) => found.add(number));
  return found;
}

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

const path = (id) => ["r", ...id.replace("#", "/").split("/")].map(encodeURIComponent).join("/");

function hit([id, title, date, page, kinds, text]) {
  const article = element("article", "", { class: "hit" });
  const head = element("h2", "");
  head.append(element("a", id.replace("#", ", "), { href: `../${path(id)}/index.html` }));
  const where = element("p", [title, date, page ? `p. ${page}` : ""].filter(Boolean).join(", "), { class: "where" });
  const tags = element("p", "");
  for (const kind of kinds) tags.append(element("span", kind, { class: `tag ${kind}` }), " ");
  article.append(head, where, element("p", text), tags);
  return article;
}

async function answer() {
  const place = document.getElementById("answers");
  const asked = new URLSearchParams(location.search);
  const fields = ["kind", "force", "category", "actor", "held_by", "body", "report", "year"].filter((field) => asked.has(field));
  const typed = words(asked.get("q") ?? "");
  const box = document.getElementById("q");
  if (box) box.value = asked.get("q") ?? "";
  if (!place || (typed.length === 0 && fields.length === 0)) return;
  place.textContent = "Searching \u2026";
  const about = await piece("about");
  const sets = [];
  for (const word of typed) sets.push(await withWord(about, word));
  for (const field of fields) sets.push(await withValue(field, asked.getAll(field)));
  const [first, ...others] = sets.sort((one, other) => one.size - other.size);
  const found = [...first].filter((number) => others.every((other) => other.has(number))).sort((one, other) => one - other);
  const only = fields.map((field) => `${field.replace("_", " ")}: ${asked.getAll(field).join(", ")}`).join("; ");
  place.textContent = "";
  place.append(element("p", `${found.length} passages${only ? ` (${only})` : ""}, the newest report first`, { role: "status" }));
  const list = element("div", "");
  const more = element("button", "More", { type: "button" });
  let shown = 0;
  const show = async () => {
    for (const number of found.slice(shown, shown + SHOWN)) {
      const part = await piece(`p-${Math.floor(number / about.per)}`);
      if (part) list.append(hit(part[number % about.per]));
    }
    shown += SHOWN;
    more.hidden = shown >= found.length;
  };
  more.addEventListener("click", show);
  place.append(list, more);
  await show();
}

answer();
