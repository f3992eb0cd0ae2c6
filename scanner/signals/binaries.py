"""Machine code where none belongs, by magic and not by suffix."""

import re
from collections.abc import Iterator

from scanner.known_good import KnownGood, built_in
from scanner.member import Member, MemberKind
from scanner.report import Finding, Scope
from scanner.signals.check import Check, Package, SignalKind, finding

__all__ = ["BinaryCheck", "machine_code"]

IN_PURE_WHEEL = SignalKind(
    name="binary-in-pure-wheel",
    behaviour="structure",
    description="Machine code in a wheel whose tag promises none: nobody can read what it does",
    points=1.8,
    group="binary",
)
IN_SDIST = SignalKind(
    name="binary-in-sdist",
    behaviour="structure",
    description="Machine code in a source distribution, which should hold only its source",
    points=1.5,
    group="binary",
)
RENAMED = SignalKind(
    name="binary-renamed",
    behaviour="obfuscation",
    description="A program or library that carries the suffix of something else",
    points=3.0,
    group="binary",
)
SHADOWING = SignalKind(
    name="binary-shadows-source",
    behaviour="obfuscation",
    description="Machine code where none belongs, which Python imports instead of the source that people read",
    points=4.5,
    group="binary",
)

# A module of machine code, by the name that it is imported by.
EXTENSION = re.compile(r"(.+?)(?:\.(?:cpython-|pypy|abi3|cp\d)[\w.-]*)?\.(?:so|pyd)", re.IGNORECASE)
USUAL_SUFFIX = re.compile(
    r"\.(exe|dll|so|dylib|pyd|sys|node|bin|elf|o|a|lib|obj|com|scr|efi|mexw64|bundle|xll|pyx?d|out|wasm|jnilib|kext|ko|drv|ocx|cpl"
    r"|mui|msi|sfx|gch|dat|img|dump|core|app)(\.[\d.]+)?$",
    re.IGNORECASE,
)
SOURCE_LIKE = re.compile(
    r"\.(py|pyw|txt|md|rst|png|jpe?g|gif|ico|bmp|svg|wav|mp3|mp4|json|ya?ml|toml|cfg|ini|csv|html?|css|js|log|pdf|ttf)$",
    re.IGNORECASE,
)


def machine_code(data: bytes) -> str | None:
    """``ELF``, ``PE`` or ``Mach-O`` by magic; None for anything else."""
    head = data[:4]
    if head == b"\x7fELF":
        return "ELF"
    if head[:2] == b"MZ" and len(data) >= 0x40:
        start = int.from_bytes(data[0x3C:0x40], "little")
        return "PE" if data[start : start + 4] == b"PE\0\0" else None
    if head in (b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe"):
        return "Mach-O"
    if head in (b"\xca\xfe\xba\xbe", b"\xca\xfe\xba\xbf", b"\xbe\xba\xfe\xca", b"\xbf\xba\xfe\xca"):
        # A Java class has the same magic, with its version (45 and up) where a fat binary counts its architectures.
        order = "big" if head[0] == 0xCA else "little"
        return "Mach-O" if 0 < int.from_bytes(data[4:8], order) < 20 else None
    return None


class BinaryCheck(Check):
    kinds = (IN_PURE_WHEEL, IN_SDIST, RENAMED, SHADOWING)

    def __init__(self, package: Package, known: KnownGood | None = None) -> None:
        super().__init__(package)
        self.known = known or built_in()
        self.found: list[tuple[SignalKind, str, str, Scope]] = []
        self.sources: set[str] = set()  # modules by their names without suffix

    def see(self, member: Member, scope: Scope) -> None:
        if member.kind is not MemberKind.FILE:
            return
        if member.name.endswith(".py"):
            self.sources.add(member.name.removesuffix(".py"))
        form = machine_code(member.data)
        if form is None or member.sha256 in self.known:
            return
        if SOURCE_LIKE.search(member.name) and not USUAL_SUFFIX.search(member.name):
            kind = RENAMED
        elif self.package.is_pure:
            kind = IN_PURE_WHEEL
        elif not self.package.is_wheel and scope not in (Scope.TEST, Scope.DOCS):
            kind = IN_SDIST
        else:
            return
        self.found.append((kind, member.name, f"{form}, {len(member.data):,} bytes", scope))

    def findings(self) -> Iterator[Finding]:
        for kind, name, evidence, scope in self.found[:10]:
            yield finding(kind, member=name, evidence=evidence, scope=scope)
            module = EXTENSION.fullmatch(name)
            if module is not None and module[1] in self.sources:
                yield finding(SHADOWING, member=name, evidence=f"imported instead of {module[1]}.py", scope=scope)
