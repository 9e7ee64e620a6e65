// axe-core over every kind of page: wide, at 320 pixels, dark. Exit status 1 where anything is found.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { browser, kinds, serve, workspace } from "./served.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const looks = [
  { name: "wide", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "narrow", viewport: { width: 320, height: 700 }, colorScheme: "light" },
  { name: "dark", viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
];

const place = workspace();
const served = await serve(place.folder);
const chromium = await browser();
let found = 0;
let pages = 0;
for (const look of looks) {
  // Our own policy lets no foreign script in: axe is put past it.
  const context = await chromium.newContext({ ...look, bypassCSP: true });
  const page = await context.newPage();
  for (const [kind, path] of Object.entries(await kinds(served.address))) {
    await page.goto(new URL(path, served.address).href);
    await page.evaluate(axe);
    const result = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: tags }), tags);
    const overflows = await page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
    pages += 1;
    if (overflows) {
      found += 1;
      console.log(`${kind} (${look.name}): wider than the screen`);
    }
    for (const violation of result.violations) {
      found += 1;
      console.log(`${kind} (${look.name}): ${violation.id}: ${violation.help}`);
      for (const node of violation.nodes.slice(0, 3)) console.log(`    ${node.html.slice(0, 160)}\n    ${node.failureSummary?.replace(/\n/g, " ")}`);
    }
  }
  await context.close();
}
await chromium.close();
served.stop();
place.remove();
console.log(`axe: ${pages} pages, ${found} violations`);
process.exit(found > 0 ? 1 : 0);
