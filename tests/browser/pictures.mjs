// Pictures of pages, to be looked at: node pictures.mjs FOLDER. The one of README.md is search-wide.png.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browser, kinds, serve, workspace } from "./served.mjs";

const folder = process.argv[2] ?? "pictures";
const wanted = (process.argv[3] ?? "home,hits,report,paragraph,items,item,category,meetings").split(",");
mkdirSync(folder, { recursive: true });
const looks = {
  wide: { viewport: { width: 1280, height: 900 } },
  narrow: { viewport: { width: 320, height: 800 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
};

const place = workspace();
const served = await serve(place.folder);
const chromium = await browser();
for (const [name, look] of Object.entries(looks)) {
  const page = await (await chromium.newContext(look)).newPage();
  for (const [kind, path] of Object.entries(await kinds(served.address))) {
    if (!wanted.includes(kind)) continue;
    await page.goto(new URL(path, served.address).href, { waitUntil: "networkidle" });
    await page.screenshot({ path: join(folder, `${kind}-${name}.png`) });
  }
}
await chromium.close();
served.stop();
place.remove();
