// A workspace that tries everything, crawled in a real browser: no script of a report may run, no page may ask for anything outside.
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser, program, serve } from "./served.mjs";

const MOST_PAGES = 400;
const acts = "window.acted=(window.acted||0)+1";
const tries = [
  `<script>${acts}</script>`,
  `<img src=x onerror="${acts}">`,
  `"><svg onload="${acts}">`,
  `'onmouseover='${acts}`,
  `</title></script><script>${acts}</script>`,
  `<a href="javascript:${acts}">here</a>`,
  `<style>body{background:url(http://outside.example/)}</style><iframe src="http://outside.example/"></iframe>`,
  `{{constructor.constructor('${acts}')()}} \${${acts}}`,
  "\u202e\u2066\u0000<!--",
];
const folder = mkdtempSync(join(tmpdir(), "minutebook-hostile-"));
mkdirSync(join(folder, "corpus"));
tries.forEach((words, nth) => {
  const text = `${words} Board\nMeeting of ${nth + 1} January 2020\n\nI. ${words}\n\n1. The Board agreed that ${words} be closed by 5 May 2020.\n\n2. The ${words} Secretariat will send ${words} to ${words}.\n\n3. As in 2019, ${words} was recommended.\n`;
  writeFileSync(join(folder, "corpus", `a'b&<i onclick=x>${nth}.txt`), text);
});
const quoted = (text) => `"${text.replaceAll('"', '""').replaceAll("\0", "")}"`;
const manifest = tries.map((words, nth) => [`a'b&<i onclick=x>${nth}.txt`, words, words, `javascript:${acts}`].map(quoted).join(","));
writeFileSync(join(folder, "corpus", "manifest.csv"), `file,title,body,url\n${manifest.join("\n")}\n`);
writeFileSync(join(folder, "searches.toml"), `[[search]]\nname = "all"\nabout = ${JSON.stringify(tries[0])}\nquery = "board"\n`);
const run = spawnSync(program, ["run", "--settle", "0", "--workspace", folder], { encoding: "utf8" });
if (run.status === 2) throw new Error(run.stderr);

const served = await serve(folder);
const chromium = await browser();
const page = await chromium.newPage();
const faults = [];
page.on("dialog", (dialog) => { faults.push(`${page.url()}: a dialog`); dialog.dismiss(); });
page.on("request", (request) => { if (!request.url().startsWith(served.address)) faults.push(`${page.url()}: asks for ${request.url()}`); });
page.on("console", (message) => { if (/Content Security Policy/.test(message.text())) faults.push(`${page.url()}: ${message.text()}`); });
const seen = new Set();
const pending = [served.address, ...tries.map((words) => `${served.address}search?q=${encodeURIComponent(words.replaceAll("\0", ""))}`), `${served.address}no/${encodeURIComponent(tries[0])}`];
while (pending.length > 0 && seen.size < MOST_PAGES) {
  const address = pending.shift().split("#")[0];
  if (seen.has(address) || /\.(json|csv|xlsx|ics|atom|png)(\?|$)|\/file\/|\/api(\/|$)/.test(address)) continue;
  seen.add(address);
  await page.goto(address);
  if (await page.evaluate(() => globalThis.acted)) faults.push(`${address}: a script ran`);
  const links = await page.evaluate(() => [...document.querySelectorAll("a[href]")].map((link) => link.href ?? link.getAttribute("href")).map((link) => typeof link === "string" ? link : link.baseVal));
  for (const link of links) {
    if (/^javascript:|^data:/i.test(link)) faults.push(`${address}: leads to ${link}`);
    else if (new URL(link, address).href.startsWith(served.address)) pending.push(new URL(link, address).href);
  }
}
await chromium.close();
served.stop();
rmSync(folder, { recursive: true, force: true });
console.log(`${seen.size} pages, ${faults.length} faults`);
for (const fault of [...new Set(faults)].slice(0, 20)) console.log(`  ${fault}`);
process.exit(faults.length > 0 ? 1 : 0);
