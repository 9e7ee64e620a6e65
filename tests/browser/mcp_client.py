"""A real client of the Model Context Protocol (PyPI: mcp, version 2) asks the record over standard input and over HTTP, and every quote that it
gets is looked up on the page that the answer names: mcp_client.py PROGRAM WORKSPACE. The second reader is pdftotext where it is
installed. Prints what was said; exit status 1 where a quote does not stand where it is said to stand."""

import asyncio
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

PROGRAM, WORKSPACE = sys.argv[1], Path(sys.argv[2])
QUESTIONS = ["meeting", "kind:decision", "kind:action", "kind:recommendation"]
# Share of the words of a quote: a word that is hyphenated at the end of a line counts for the other reader as two.
NEARLY_ALL = 0.95
TOOLS = {"search", "show", "cite", "items", "coverage"}
faults: list[str] = []
checked = 0


def squeezed(text: str) -> str:
    """Letters and digits alone: two readers set spaces, hyphens at line ends and quotation marks each in their way."""
    return re.sub(r"[\W_]+", "", text).lower()


def page_of(file: str, page: int) -> str | None:
    """The words of a page and the next, as another reader sees them."""
    path = WORKSPACE / "corpus" / file
    if path.suffix != ".pdf" or not shutil.which("pdftotext"):
        return None
    range_ = ["-f", str(page), "-l", str(page + 1)]
    return subprocess.run(["pdftotext", *range_, str(path), "-"], capture_output=True, text=True, check=True).stdout


def look_up(hit: dict) -> None:
    """Whether the words stand on the page: one after the other, or, where columns and tables put them in another order, nearly all."""
    global checked
    words = page_of(hit["file"], hit["page"]) if hit.get("page") else None
    if words is None:
        return
    checked += 1
    quoted = re.findall(r"\w+", hit["quote"])
    there = sum(squeezed(word) in squeezed(words) for word in quoted)
    if squeezed(hit["quote"])[:60] not in squeezed(words) and there < NEARLY_ALL * len(quoted):
        faults.append(f"{hit['id']} p. {hit['page']}: {hit['quote'][:80]!r}")


async def ask(session: ClientSession, tool: str, **arguments) -> dict:
    answer = await session.call_tool(tool, arguments)
    if answer.is_error:
        return {"error": answer.content[0].text}
    assert json.loads(answer.content[0].text) == answer.structured_content
    return answer.structured_content


async def talk(session: ClientSession, way: str) -> None:
    welcome = await session.initialize()
    print(f"== {way}: {welcome.server_info.name} {welcome.server_info.version}, protocol {welcome.protocol_version}")
    tools = (await session.list_tools()).tools
    assert {tool.name for tool in tools} == TOOLS, tools
    assert all(tool.annotations.read_only_hint for tool in tools)
    for question in QUESTIONS:
        found = await ask(session, "search", query=question, limit=20)
        print(f"search {question!r}: {found['total']} passages; not searched: {len(found['not_searched'])} remarks")
        for hit in found["hits"]:
            shown = await ask(session, "show", id=hit["id"])
            if shown["quote"] != hit["quote"]:
                faults.append(f"{hit['id']}: search and show differ")
            look_up(hit)
        for hit in found["hits"][:1]:
            cited = await ask(session, "cite", id=hit["id"], style="un")
            print(f"  \"{hit['quote'][:100]}\"\n  {json.dumps(cited, ensure_ascii=False)[:200]}")
    items = await ask(session, "items", kind="decision", limit=3)
    print(f"items kind=decision: {items['total']}")
    held = await ask(session, "coverage")
    print(f"coverage: {held['totals']['reports']} reports, {len(held['missing_meetings'])} missing meetings")
    refused = await ask(session, "show", id="no-such-report#1")
    assert "error" in refused, "a passage that is not there is no passage"
    print(f"show no-such-report#1: {refused['error'].splitlines()[0]}")


async def main() -> None:
    parameters = StdioServerParameters(command=PROGRAM, args=["mcp", "--workspace", str(WORKSPACE)])
    async with stdio_client(parameters) as (read, write), ClientSession(read, write) as session:
        await talk(session, "standard input and output")
    server = subprocess.Popen(
        [PROGRAM, "serve", "--mcp", "--port", "0", "--workspace", str(WORKSPACE)], stderr=subprocess.PIPE, text=True
    )
    try:
        address = next(found.group() for line in server.stderr if (found := re.search(r"http://[^ /]+", line)))
        async with streamable_http_client(f"{address}/mcp") as (read, write), ClientSession(read, write) as session:
            await talk(session, "HTTP")
    finally:
        server.terminate()
        server.wait()


asyncio.run(main())
print(f"{checked} quotes looked up on their pages, {len(faults)} not found")
for fault in faults:
    print(f"  {fault}")
sys.exit(1 if faults or checked == 0 and shutil.which("pdftotext") else 0)
