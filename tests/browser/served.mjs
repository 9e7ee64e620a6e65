// What all scripts share: a server over a workspace, and Debian's Chromium.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

export const root = resolve(import.meta.dirname, "../..");

// The program as cargo last built it, unless MINUTEBOOK names another.
export const program = process.env.MINUTEBOOK ?? join(root, "target/debug/minutebook");

// A workspace over the sample corpus, with a run done; MINUTEBOOK_WORKSPACE names another that is there already.
export function workspace() {
  const given = process.env.MINUTEBOOK_WORKSPACE;
  if (given) return { folder: given, remove() {} };
  const folder = mkdtempSync(join(tmpdir(), "minutebook-browser-"));
  cpSync(join(root, "corpus"), join(folder, "corpus"), { recursive: true });
  const run = spawnSync(program, ["run", "--workspace", folder], { encoding: "utf8" });
  if (run.status === 2) throw new Error(run.stderr);
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

// Starts a server on a free port; answers its address and how to stop it.
export async function serve(folder) {
  const child = spawn(program, ["serve", "--port", "0", "--workspace", folder], { stdio: ["ignore", "ignore", "pipe"] });
  const lines = createInterface({ input: child.stderr });
  const address = await new Promise((found, failed) => {
    child.once("exit", () => failed(new Error("the server did not start")));
    lines.on("line", (line) => {
      const said = line.match(/^minutebook serves (http:\S+)/);
      if (said) found(said[1]);
    });
  });
  return { address, stop: () => child.kill("SIGTERM") };
}

export function browser() {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error("no Chromium: apt-get install chromium, or set CHROMIUM");
  // Nothing but the pages under test is asked for. Playwright gives each browser a new profile of its own; root has no sandbox.
  const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath, args });
}

// One page of each kind, by name.
export async function kinds(address) {
  const ask = async (path) => (await fetch(new URL(path, address))).json();
  // One of a PDF, where there is one: its page has a picture.
  const decisions = (await ask("api/search?q=kind:decision&per=100")).hits;
  const decision = decisions.find((hit) => hit.source.endsWith(".pdf") && hit.text.includes("newcomers")) ?? decisions.find((hit) => hit.source.endsWith(".pdf")) ?? decisions[0];
  const report = (await ask("api/reports")).reports[0];
  const body = (await ask("api/bodies")).names[0];
  const actor = (await ask("api/actors")).names[0];
  const thread = (await ask("api/threads?sort=longest")).threads[0];
  const category = (await ask("api/categories")).names[0];
  const path = (id) => `r/${id.replace("#", "/").split("/").map(encodeURIComponent).join("/")}`;
  return {
    home: "",
    search: "search",
    hits: "search?q=newcomers",
    nothing: "search?q=zzzzzz",
    reports: "reports",
    report: report.path,
    paragraph: path(decision.id),
    why: `${path(decision.id)}?why=yes`,
    item: path(decision.items[0].id),
    items: "items",
    overdue: "items?overdue=yes&sort=due",
    grouped: "items?by=category",
    threads: "threads",
    thread: thread.path,
    categories: "categories",
    category: category.path,
    bodies: "bodies",
    body: body.path,
    actors: "actors",
    actor: actor.path,
    meetings: "meetings",
    runs: "runs",
    help: "about",
    missing: "no/such/page",
    refused: "search?q=kind:nonsense",
  };
}
