// Every link of a site of files leads to a file: node links.mjs FOLDER.
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const folder = resolve(process.argv[2] ?? "public");
let pages = 0;
let links = 0;
const dead = [];
const ids = new Map();

function pageIds(file) {
  if (!ids.has(file)) {
    const text = readFileSync(file, "utf8");
    ids.set(file, new Set([...text.matchAll(/ id="([^"]+)"/g)].map((found) => found[1])));
    if (ids.size > 200) ids.delete(ids.keys().next().value);
  }
  return ids.get(file);
}

for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile() || !entry.name.endsWith(".html")) continue;
  const file = join(entry.parentPath, entry.name);
  pages += 1;
  for (const [, href] of readFileSync(file, "utf8").matchAll(/(?:href|src)="([^"]+)"/g)) {
    if (/^[a-z]+:/.test(href)) continue;
    links += 1;
    const [path, fragment] = href.replaceAll("&amp;", "&").split("#");
    const target = path ? resolve(dirname(file), decodeURIComponent(path.split("?")[0])) : file;
    const isDead = !target.startsWith(folder) || !existsSync(target);
    if (isDead || (fragment && target.endsWith(".html") && !pageIds(target).has(decodeURIComponent(fragment)))) dead.push(`${file}: ${href}`);
  }
}
console.log(`${pages} pages, ${links} links, ${dead.length} dead`);
for (const one of dead.slice(0, 20)) console.log(`  ${one}`);
process.exit(dead.length > 0 ? 1 : 0);
