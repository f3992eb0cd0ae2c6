"""Honest tools around language models, clouds and releases."""
# ruff: noqa: E501 - the lines of other people's code are as long as they are

from tests.campaigns.forge import Built, Shapes
from tests.campaigns.honest.small import small

__all__ = ["AGENTS"]

AGENTS = Shapes()


@AGENTS
def mcp_installer() -> Built:
    """An MCP server that writes its own entry into agents' settings when asked"""
    return small(
        "weather-mcp-server",
        """\
import argparse, json, os, shutil, sys
from pathlib import Path
import httpx
from mcp.server.fastmcp import FastMCP

mcp = FastMCP('weather')


@mcp.tool()
async def forecast(city: str) -> str:
    async with httpx.AsyncClient() as client:
        r = await client.get('https://api.open-meteo.com/v1/forecast', params={'q': city})
        return r.text


def install(client):
    path = {'claude': Path.home() / '.claude.json', 'cursor': Path.home() / '.cursor' / 'mcp.json', 'desktop': Path.home() / 'Library/Application Support/Claude/claude_desktop_config.json'}[client]
    config = json.loads(path.read_text()) if path.exists() else {}
    config.setdefault('mcpServers', {})['weather'] = {'command': shutil.which('uvx') or 'uvx', 'args': ['weather-mcp-server']}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(config, indent=2))


def main():
    p = argparse.ArgumentParser()
    p.add_argument('--install', choices=['claude', 'cursor', 'desktop'])
    a = p.parse_args()
    if a.install:
        install(a.install)
    else:
        mcp.run()
""",
        poor=False,
    )


@AGENTS
def claude_hooks_tool() -> Built:
    """Installs hooks of a coding agent that log what it does"""
    return small(
        "agentlog-hooks",
        """\
import json, sys
from pathlib import Path

SETTINGS = Path.home() / '.claude' / 'settings.json'


def install():
    settings = json.loads(SETTINGS.read_text()) if SETTINGS.exists() else {}
    hooks = settings.setdefault('hooks', {})
    for event in ('PreToolUse', 'PostToolUse', 'SessionStart'):
        hooks.setdefault(event, []).append({'matcher': '*', 'hooks': [{'type': 'command', 'command': f'{sys.executable} -m agentlog_hooks.record'}]})
    SETTINGS.write_text(json.dumps(settings, indent=2))
    print('Hooks installed in', SETTINGS)


def uninstall():
    settings = json.loads(SETTINGS.read_text())
    settings.pop('hooks', None)
    SETTINGS.write_text(json.dumps(settings))
""",
        poor=False,
    )


@AGENTS
def llm_agent_runs_shell() -> Built:
    """An agent that lets a model run shell commands after the user agrees"""
    return small(
        "shellpal-ai",
        """\
import json, os, subprocess
from openai import OpenAI

client = OpenAI(api_key=os.environ['OPENAI_API_KEY'])
SYSTEM = 'You are a helpful assistant. Answer with one shell command.'


def ask(text):
    r = client.chat.completions.create(model='gpt-4o-mini', messages=[{'role': 'system', 'content': SYSTEM}, {'role': 'user', 'content': text}])
    return r.choices[0].message.content


def main():
    while True:
        command = ask(input('> '))
        if input(f'Run {command!r}? [y/N] ').lower() == 'y':
            out = subprocess.run(command, shell=True, capture_output=True, text=True)
            print(out.stdout, out.stderr)
""",
    )


@AGENTS
def many_api_keys_config() -> Built:
    """A router between model vendors that reads their keys from the environment"""
    return small(
        "llmswitch",
        """\
import os
import httpx

KEYS = {'openai': 'OPENAI_API_KEY', 'anthropic': 'ANTHROPIC_API_KEY', 'google': 'GEMINI_API_KEY', 'mistral': 'MISTRAL_API_KEY', 'groq': 'GROQ_API_KEY', 'hf': 'HF_TOKEN', 'azure': 'AZURE_OPENAI_API_KEY', 'aws': 'AWS_SECRET_ACCESS_KEY'}
URLS = {'openai': 'https://api.openai.com/v1/chat/completions', 'anthropic': 'https://api.anthropic.com/v1/messages', 'groq': 'https://api.groq.com/openai/v1/chat/completions'}


def complete(vendor, messages, **options):
    key = os.environ.get(KEYS[vendor])
    if not key:
        raise RuntimeError(f'set {KEYS[vendor]}')
    r = httpx.post(URLS[vendor], headers={'Authorization': f'Bearer {key}'}, json={'messages': messages, **options}, timeout=60)
    return r.json()
""",
        poor=False,
    )


@AGENTS
def cloud_cli() -> Built:
    """Signs requests with the credentials of the user's cloud, or of the machine's role"""
    return small(
        "s3mini-client",
        """\
import configparser, datetime, hashlib, hmac, json, os, urllib.request


def credentials(profile='default'):
    if 'AWS_ACCESS_KEY_ID' in os.environ:
        return os.environ['AWS_ACCESS_KEY_ID'], os.environ['AWS_SECRET_ACCESS_KEY']
    conf = configparser.ConfigParser()
    conf.read(os.path.expanduser('~/.aws/credentials'))
    if profile in conf:
        return conf[profile]['aws_access_key_id'], conf[profile]['aws_secret_access_key']
    base = 'http://169.254.169.254/latest/meta-data/iam/security-credentials/'
    role = urllib.request.urlopen(base, timeout=1).read().decode()
    got = json.load(urllib.request.urlopen(base + role))
    return got['AccessKeyId'], got['SecretAccessKey']


def get(bucket, key):
    access, secret = credentials()
    signature = hmac.new(secret.encode(), b'GET', hashlib.sha256).hexdigest()
    url = f'https://{bucket}.s3.amazonaws.com/{key}'
    return urllib.request.urlopen(urllib.request.Request(url, headers={'Authorization': f'{access}:{signature}'})).read()
""",
        poor=False,
    )


@AGENTS
def k8s_operator() -> Built:
    """Reads the service account of its pod to watch its own namespace"""
    return small(
        "podwatch-operator",
        """\
import json, ssl, urllib.request

SA = '/var/run/secrets/kubernetes.io/serviceaccount'


def pods():
    token = open(SA + '/token').read()
    namespace = open(SA + '/namespace').read()
    context = ssl.create_default_context(cafile=SA + '/ca.crt')
    url = f'https://kubernetes.default.svc/api/v1/namespaces/{namespace}/pods'
    request = urllib.request.Request(url, headers={'Authorization': 'Bearer ' + token})
    return json.load(urllib.request.urlopen(request, context=context))['items']
""",
        poor=False,
    )


@AGENTS
def release_helper() -> Built:
    """Bumps the version, tags, builds and uploads a project with the user's token"""
    return small(
        "relmate",
        """\
import argparse, os, re, subprocess, sys
from pathlib import Path


def bump(path='pyproject.toml'):
    text = Path(path).read_text()
    major, minor, patch = map(int, re.search(r'version = "(\\d+)\\.(\\d+)\\.(\\d+)"', text).groups())
    new = f'{major}.{minor}.{patch + 1}'
    Path(path).write_text(re.sub(r'version = ".*?"', f'version = "{new}"', text, count=1))
    return new


def main():
    version = bump()
    subprocess.run(['git', 'commit', '-am', f'Release {version}'], check=True)
    subprocess.run(['git', 'tag', f'v{version}'], check=True)
    subprocess.run([sys.executable, '-m', 'build'], check=True)
    subprocess.run(['twine', 'upload', '-u', '__token__', '-p', os.environ['PYPI_TOKEN'], 'dist/*'], check=True)
""",
        poor=False,
    )


@AGENTS
def workflow_scaffold() -> Built:
    """A template tool that writes a workflow, editor tasks and agent notes into a new project"""
    return small(
        "starter-scaffold",
        """\
import json, os
from pathlib import Path

WORKFLOW = 'name: ci\\non: [push]\\njobs:\\n  test:\\n    runs-on: ubuntu-latest\\n    steps:\\n      - uses: actions/checkout@v4\\n      - run: pip install -e . && pytest\\n        env:\\n          TOKEN: ${{ secrets.PYPI_TOKEN }}\\n'


def create(folder):
    root = Path(folder)
    (root / '.github/workflows').mkdir(parents=True)
    (root / '.github/workflows/ci.yml').write_text(WORKFLOW)
    (root / '.vscode').mkdir()
    (root / '.vscode/tasks.json').write_text(json.dumps({'version': '2.0.0', 'tasks': [{'label': 'test', 'command': 'pytest'}]}))
    (root / 'CLAUDE.md').write_text('Run pytest before each commit.\\n')
    os.system(f'cd {root} && git init')
""",
        poor=False,
    )
