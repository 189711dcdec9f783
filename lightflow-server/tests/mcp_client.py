"""Speaks to a workflow program as agents do, with the official SDK of the Model Context Protocol.

    python -m venv venv && venv/bin/pip install 'mcp>=2'
    venv/bin/python lightflow-server/tests/mcp_client.py target/debug/studio [http://127.0.0.1:7700/mcp]

The first argument is the binary of `examples/studio`, which is started with `mcp`; the second, if it is there, the address
of a server with the same workflows. Every tool, resource and template is asked for over each transport; it ends with 1
if something is not as it has to be.
"""

import asyncio
import base64
import os
import sys
import tempfile

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import streamable_http_client

TOOLS = ["search_assets", "describe", "preflight", "run", "status", "outputs", "sweep", "explain"]
SMALL = {"side": 64, "sizes": [32], "formats": ["png"], "columns": 4}
NOT_THERE = ["lightflow://artifacts/" + "0" * 64, "lightflow://runs/0", "lightflow://plans/none", "file:///etc/passwd"]


def field(value, *names):
    """A field whose name is written differently by versions of the SDK."""
    for name in names:
        if hasattr(value, name):
            return getattr(value, name)
    raise AttributeError(names[0])


def structured(result):
    return field(result, "structured_content", "structuredContent")


def failed(result):
    return bool(field(result, "is_error", "isError"))


class Conversation:
    def __init__(self, session: ClientSession):
        self.session = session
        self.said = []

    async def call(self, tool, /, **arguments):
        result = await self.session.call_tool(tool, arguments)
        assert not failed(result), f"{tool}: {result.content}"
        assert result.content and result.content[0].text, f"{tool} has no text"
        return structured(result), result

    async def refused(self, tool, code, /, **arguments):
        result = await self.session.call_tool(tool, arguments)
        assert failed(result), f"{tool} was to be refused"
        error = structured(result)["error"]
        assert error["code"] == code and error["message"] and error["hint"], error
        assert error["hint"] in result.content[0].text
        self.said.append(f"{tool} refuses: {error['message']}; {error['hint']}")
        return error

    async def all(self):
        greeting = await self.session.initialize()
        assert "preflight" in greeting.instructions
        await self.tools()
        await self.assets()
        run = await self.runs()
        await self.sweeps()
        await self.refusals(run["run"]["id"])
        await self.resources(run)

    async def tools(self):
        tools = {tool.name: tool for tool in (await self.session.list_tools()).tools}
        assert sorted(tools) == sorted(TOOLS), sorted(tools)
        assert "product_photos" in tools["run"].description
        for tool in tools.values():
            assert field(tool, "input_schema", "inputSchema")["type"] == "object"
            assert field(tool, "output_schema", "outputSchema")["type"] == "object"
        self.said.append(f"tools: {', '.join(tools)}")

    async def assets(self):
        found, _ = await self.call("search_assets", words="photo")
        assert any(asset["name"] == "product_photos" for asset in found["assets"])
        assert (await self.call("search_assets", kind="type"))[0]["assets"]
        assert (await self.call("search_assets", words="quokka zither"))[0]["assets"] == []
        known, _ = await self.call("describe", name="product_photos")
        assert known["assets"][0]["schema"]["properties"]["side"]["maximum"] == 4096
        for name in ["fit", "packshot", "Backdrop"]:
            assert (await self.call("describe", name=name))[0]["assets"], name
        checked, _ = await self.call("preflight", workflow="product_photos", inputs=SMALL)
        assert checked["ready"] and checked["inputs"]["margin"], checked
        checked, _ = await self.call("preflight", workflow="product_photos", inputs={"side": 1, "colums": 3})
        assert not checked["ready"] and len(checked["findings"]) == 2, checked
        self.said.append(f"preflight finds: {[finding['message'] for finding in checked['findings']]}")
        assert (await self.call("explain", code="LF0201"))[0]["mistake"]["fix"] == "remove `.await`"

    async def runs(self):
        heard = []

        async def listen(progress, total, message):
            heard.append(message)

        asked = {"workflow": "product_photos", "inputs": SMALL, "wait_seconds": 300}
        result = await self.session.call_tool("run", asked, progress_callback=listen)
        assert not failed(result), result.content
        made = structured(result)
        run = made["run"]["id"]
        assert made["run"]["status"] == "finished" and made["artifacts"], made
        assert os.path.isfile(made["artifacts"][0]["file"])
        self.said.append(f"run: {len(made['artifacts'])} files; heard {len(heard)} times how far it is {heard[:1]}")
        far, _ = await self.call("status", run=run)
        assert far["runs"][0]["finished"] > 0, far
        assert (await self.call("status", run="last"))[0]["runs"][0]["run"]["id"] == run
        gave, result = await self.call("outputs", run=run, pictures=2)
        pictures = [block for block in result.content if block.type == "image"]
        links = [block for block in result.content if block.type == "resource_link"]
        assert len(pictures) == 2 and len(links) > 2 and "contact-sheet" in gave["outputs"]
        assert base64.b64decode(pictures[0].data)[:2] in (b"\x89P", b"\xff\xd8")
        inputs = SMALL | {"title": "c"}
        short, _ = await self.call("run", workflow="product_photos", inputs=inputs, wait_seconds=0)
        assert short["run"]["status"] in ("created", "running", "finished")
        return made

    async def sweeps(self):
        axes = [{"input": "columns", "values": [2, 3]}, {"input": "title", "values": ["a", "b"]}]
        asked = {"workflow": "product_photos", "inputs": SMALL, "axes": axes, "wait_seconds": 300}
        swept, _ = await self.call("sweep", **asked)
        assert [point["run"]["status"] for point in swept["points"]] == ["finished"] * 4, swept
        assert len((await self.call("status", run=swept["sweep"]))[0]["runs"]) == 4
        self.said.append(f"sweep: {[point['inputs'] for point in swept['points']]}")
        told, result = await self.call("explain", run=swept["points"][0]["run"]["id"])
        assert told["run"]["known"] > 0 and any("columns" in ran["why"] for ran in told["run"]["ran"]), told
        self.said.append(f"explain: {' | '.join(result.content[0].text.splitlines()[1:3])}")

    async def refusals(self, run):
        await self.refused("run", "unknown_workflow", workflow="product_fotos")
        error = await self.refused("run", "not_ready", workflow="product_photos", inputs={"side": 1})
        assert error["findings"][0]["subject"] == "side"
        await self.refused("run", "bad_request", workflow="product_photos", input={})
        await self.refused("describe", "not_found", name="prodct_photos")
        await self.refused("status", "wrong_run", run="0000")
        await self.refused("outputs", "not_found", run=run, name="nothing")
        await self.refused("explain", "not_found", code="LF9999")
        await self.refused("explain", "bad_request")
        await self.refused("sweep", "bad_request", workflow="product_photos", axes=[])

    async def resources(self, made):
        run = made["run"]["id"]
        uris = [str(resource.uri) for resource in (await self.session.list_resources()).resources]
        photos = "lightflow://plans/studio~product_photos"
        assert photos in uris and f"lightflow://runs/{run}" in uris, uris
        templates = (await self.session.list_resource_templates()).resource_templates
        assert len(templates) == 3
        plan = (await self.session.read_resource(photos)).contents[0]
        assert '"product_photos"' in plan.text and field(plan, "mime_type", "mimeType") == "application/json"
        assert run in (await self.session.read_resource(f"lightflow://runs/{run}")).contents[0].text
        picture = (await self.session.read_resource(made["artifacts"][0]["uri"])).contents[0]
        assert base64.b64decode(picture.blob).startswith(b"\x89PNG")
        for uri in NOT_THERE:
            try:
                await self.session.read_resource(uri)
            except Exception as error:
                self.said.append(f"{uri[:30]}: {error}")
            else:
                raise AssertionError(f"{uri} was read")
        self.said.append(f"resources: {len(uris)}, templates: {len(templates)}")


async def speak(transport, read, write):
    async with ClientSession(read, write) as session:
        conversation = Conversation(session)
        await conversation.all()
    print(f"{transport}: all {len(TOOLS)} tools and all resources are as they have to be")
    for line in conversation.said:
        print(f"  {line}")


async def main() -> None:
    binary = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        store = os.path.join(folder, "store")
        args = ["mcp", "--store", store]
        server = StdioServerParameters(command=binary, args=args, cwd=folder, env=dict(os.environ))
        async with stdio_client(server) as (read, write):
            await speak("stdio", read, write)
    if len(sys.argv) > 2:
        async with streamable_http_client(sys.argv[2]) as streams:
            await speak("http", streams[0], streams[1])


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    asyncio.run(main())
