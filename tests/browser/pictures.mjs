// Pictures of pages, to be looked at: node pictures.mjs FOLDER [KINDS [LOOK]]. The one of README.md is paragraph-readme.png.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { browser, kinds, serve, workspace } from "./served.mjs";

const folder = process.argv[2] ?? "pictures";
const wanted = (process.argv[3] ?? "home,hits,report,paragraph,items,item,thread,category,meetings").split(",");
const onlyLook = process.argv[4];
mkdirSync(folder, { recursive: true });
const looks = {
  wide: { viewport: { width: 1280, height: 900 } },
  narrow: { viewport: { width: 320, height: 800 } },
  // As wide as a page of GitHub shows it.
  readme: { viewport: { width: 1040, height: 760 } },
  dark: { viewport: { width: 1280, height: 900 }, colorScheme: "dark" },
};

const place = workspace();
const served = await serve(place.folder);
const chromium = await browser();
for (const [name, look] of Object.entries(looks).filter(([name]) => !onlyLook || name === onlyLook)) {
  const page = await (await chromium.newContext(look)).newPage();
  for (const [kind, path] of Object.entries(await kinds(served.address))) {
    if (!wanted.includes(kind)) continue;
    await page.goto(new URL(path, served.address).href, { waitUntil: "networkidle" });
    const image = page.locator(".picture img >> nth=0");
    if (await image.count()) await image.evaluate((image) => image.decode());
    await page.screenshot({ path: join(folder, `${kind}-${name}.png`) });
  }
}
await chromium.close();
served.stop();
place.remove();
