// What readers do, in a real browser.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { browser, kinds, serve, workspace } from "./served.mjs";

let place, served, chromium, paths;
const outside = [];
const faults = [];

before(async () => {
  place = workspace();
  served = await serve(place.folder);
  chromium = await browser();
  paths = await kinds(served.address);
});

after(async () => {
  await chromium?.close();
  served?.stop();
  place?.remove();
});

async function blank(options = {}) {
  const context = await chromium.newContext({ permissions: ["clipboard-read", "clipboard-write"], ...options });
  const page = await context.newPage();
  page.on("request", (request) => { if (!request.url().startsWith(served.address)) outside.push(request.url()); });
  page.on("pageerror", (error) => faults.push(String(error)));
  page.on("console", (message) => { if (message.type() === "error" && !/40[04]|503/.test(message.text())) faults.push(message.text()); });
  return page;
}

const address = (path) => new URL(path, served.address).href;

async function open(path, options = {}) {
  const page = await blank(options);
  await page.goto(address(path));
  return page;
}

test("search from any page, and narrow by a facet", async () => {
  const page = await open("");
  await page.fill("#find", "newcomers");
  await page.press("#find", "Enter");
  const before = Number(await page.textContent("[role=status] strong"));
  assert.ok(before > 1);
  await page.click("aside a >> nth=0");
  const after = Number(await page.textContent("[role=status] strong"));
  assert.ok(after > 0 && after <= before);
  assert.match(page.url(), /kind=/);
  await page.click("a.chip >> nth=0");
  assert.equal(Number(await page.textContent("[role=status] strong")), before);
});

test("a hit leads to its paragraph, and the paragraph to its report", async () => {
  const page = await open(paths.hits);
  const words = (await page.textContent("mark.found")).trim();
  await page.click(".hit h2 a >> nth=0");
  assert.ok((await page.textContent(".asked")).toLowerCase().includes(words.toLowerCase()));
  const own = new URL(page.url()).pathname;
  await page.click("text=in the whole report");
  assert.ok(new URL(page.url()).hash.length > 1);
  assert.ok(await page.isVisible(":target"));
  await page.click(":target .permalink >> nth=0");
  assert.equal(new URL(page.url()).pathname, own);
});

test("a citation is copied", async () => {
  const page = await open(paths.paragraph);
  const text = await page.textContent(".citation pre >> nth=0");
  await page.click(".citation button >> nth=0");
  await page.waitForSelector("text=Copied");
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text);
});

test("the place is marked on the picture of its page", async () => {
  const found = await (await fetch(address("api/search?q=newcomers&per=100"))).json();
  const hit = found.hits.find((hit) => hit.source.endsWith(".pdf"));
  const path = `r/${hit.id.replace("#", "/")}`;
  const passage = await (await fetch(address(`api/${path}`))).json();
  const [left, top, right, bottom] = passage.block.anchors[0].bbox;
  const page = await open(path);
  const image = page.locator(".picture img >> nth=0");
  await image.scrollIntoViewIfNeeded();
  await page.waitForFunction(() => document.querySelector(".picture img").naturalWidth > 0);
  const marked = await image.evaluate((image) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: image.naturalWidth, height: image.naturalHeight });
    const pen = canvas.getContext("2d");
    pen.drawImage(image, 0, 0);
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height);
    const box = [width, height, 0, 0];
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] !== 255 || data[at + 1] !== 242 || data[at + 2] !== 150) continue;
      const [x, y] = [(at / 4) % width, Math.floor(at / 4 / width)];
      box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y); box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
    }
    return { box, width };
  });
  // The pages of the samples are A4: 595 points wide.
  const scale = marked.width / 595.3;
  for (const [nth, points] of [left, top, right, bottom].entries()) {
    assert.ok(Math.abs(marked.box[nth] - points * scale) < 12, `${marked.box} for ${[left, top, right, bottom].map((it) => it * scale)}`);
  }
});

test("a matter is followed through the years", async () => {
  const page = await open("");
  await page.click("header nav a:text-is('Matters')");
  await page.click("text=number of passages");
  await page.click(".hit h2 a >> nth=0");
  const years = await page.locator(".timeline h2").allTextContents();
  assert.ok(years.length > 1, `${years}`);
  assert.deepEqual(years, [...years].sort());
  const day = await page.textContent(".timeline time >> nth=0");
  await page.click(".timeline li >> nth=0 >> a >> nth=0");
  assert.match(await page.textContent("main"), new RegExp(day));
  await page.click("text=From the first passage to the last");
  assert.equal(await page.textContent(".timeline time >> nth=0"), day);
});

test("the tracker is filtered, sorted and taken along", async () => {
  const page = await open("items");
  await page.selectOption("select[name=kind]", "recommendation");
  await page.click("form.filters button");
  const total = Number(await page.textContent("[role=status] strong"));
  await page.click("thead a:text-is('due')");
  assert.equal(await page.getAttribute("th[aria-sort]", "aria-sort"), "ascending");
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("footer a:text-is('CSV')")]);
  const rows = readFileSync(await download.path(), "utf8").trim().split("\r\n");
  assert.ok(rows.length >= total, "a line a row, and the head");
  assert.match(rows[0], /no,kind,category,text,actors,due,report,status/);
});

test("everything works without JavaScript", async () => {
  const page = await open("", { javaScriptEnabled: false });
  await page.fill("#find", "newcomers kind:decision");
  await page.click("header button");
  assert.ok(Number(await page.textContent("[role=status] strong")) > 0);
  await page.click(".hit h2 a >> nth=0");
  assert.ok(await page.isVisible(".citation pre"));
  await page.click("header nav a:text-is('Items')");
  assert.ok((await page.locator("table.items tbody tr").count()) > 10);
});

test("the keyboard alone goes everywhere", async () => {
  const page = await open("");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.id), "main");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.id), "find");
  await page.keyboard.type("newcomers");
  await page.keyboard.press("Enter");
  await page.waitForURL(/search/);
  for (let step = 0; step < 60; step += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(() => document.activeElement.matches(".hit h2 a"))) break;
  }
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement).outlineStyle);
  assert.equal(outline, "solid", "where the reader is can be seen");
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/r\//);
});

// 320 pixels wide is also what a screen of 640 shows at 200 %.
test("at 320 pixels and at 200 % nothing is cut off", async () => {
  const page = await blank({ viewport: { width: 320, height: 640 } });
  for (const path of Object.values(paths)) {
    await page.goto(address(path));
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(overflow <= 0, `${path}: ${overflow} pixels too wide`);
  }
});

test("no page asks for anything outside, and no script fails", async () => {
  const page = await blank();
  for (const path of Object.values(paths)) await page.goto(address(path));
  assert.deepEqual(outside, []);
  assert.deepEqual(faults, []);
});

test("the first page is small", async () => {
  const page = await open("about:blank");
  let bytes = 0;
  page.on("response", async (response) => { bytes += (await response.body().catch(() => Buffer.alloc(0))).length; });
  await page.goto(served.address, { waitUntil: "networkidle" });
  assert.ok(bytes > 1000 && bytes < 100_000, `${bytes} bytes`);
});
