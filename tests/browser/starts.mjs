// Whether Chromium starts here at all: what is wrong with a machine is told apart from what is wrong with a page.
import { browser } from "./served.mjs";

const chromium = await browser();
const page = await chromium.newPage();
await page.goto("about:blank");
console.log(`Chromium ${chromium.version()} starts`);
await chromium.close();
