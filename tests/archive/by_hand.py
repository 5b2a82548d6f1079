"""An archive written by its format alone, without the program: what verifying is tried on."""

import hashlib
import json
import os
import subprocess
from pathlib import Path

DEFINITIONS = b'{"id": "npa"}'
BAGIT = b"BagIt-Version: 0.97\nTag-File-Character-Encoding: UTF-8\n"


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def listed(content_by_name: dict[str, bytes]) -> bytes:
    lines = [f"{sha256(content)}  {name}\n" for name, content in sorted(content_by_name.items())]
    return "".join(lines).encode()


class ByHand:
    """Writes what is to be kept, and its line after it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.chain = folder / "checkpoints" / "chain.sha256"
        self.chain.parent.mkdir(parents=True)
        self.chain.touch()
        (folder / ".lock").touch()

    def line(self, digest: str, path: str) -> None:
        with self.chain.open("ab") as file:
            file.write(f"{digest}  {path}\n".encode())

    def file(self, path: str, content: bytes) -> None:
        """A note or definitions."""
        (self.folder / path).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / path).write_bytes(content)
        self.line(sha256(content), path)

    def definitions(self) -> str:
        digest = sha256(DEFINITIONS)
        self.file(f"definitions/{digest}/plan.json", DEFINITIONS)
        return digest

    def bag(self, path: str, content: dict[str, bytes], bagit: bytes = BAGIT) -> str:
        """A bag of these files, and its line; gives the digest of its tag manifest."""
        digest = write_bag(self.folder / path, content, bagit)
        self.line(digest, f"{path}/tagmanifest-sha256.txt")
        return digest

    def receipt(self, number: int = 1, slot: str = "npa/2012-Q4/MOJ", **facts) -> str:
        original = f"figures {number} of {slot}".encode() * 50
        record = {
            "receipt": f"{slot}/r{number:04d}",
            "sha256": sha256(original),
            "definitions": sha256(DEFINITIONS),
            "supersedes": f"{slot}/r{number - 1:04d}" if number > 1 else "",
        }
        content = {
            "original/returned form.xlsx": original,
            "receipt.json": json.dumps(record | facts).encode(),
            "values.csv": b"indicator,value\nC1,41\n",
        }
        return self.bag(f"{slot}/r{number:04d}", content)

    def decision(self, path: str = "decisions/npa/2012-Q4/MOJ/d0001", **facts) -> str:
        record = {"decision": path, "kind": "waiver", "receipt": "npa/2012-Q4/MOJ/r0001"}
        return self.bag(path, {"decision.json": json.dumps(record | facts).encode()})

    def remove(self, receipt: str, tagmanifest: str, decision: str, **facts) -> None:
        """A tombstone in the place of a receipt; its decision is written before."""
        for path in sorted((self.folder / receipt).rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        record = {"receipt": receipt, "removed_by": decision, "tagmanifest": tagmanifest}
        self.bag(receipt, {"tombstone.json": json.dumps(record | facts).encode()})

    def head(self) -> tuple[int, str]:
        content = self.chain.read_bytes()
        return content.count(b"\n"), sha256(content)

    def checkpoint(self, number: int = 1, by: Path | None = None, **changed) -> None:
        lines, digest = self.head()
        facts = {"lines": lines, "sha256": digest, "key": fingerprint(by) if by else ""}
        facts |= changed
        text = (
            f"mne-archive checkpoint 1\nlines {facts['lines']}\nsha256 {facts['sha256']}\n"
            "on 2026-11-28T22:00:00+00:00\n"
        )
        if facts["key"]:
            text += f"key {facts['key']}\n"
        content = {"checkpoint.txt": text.encode()}
        if by:
            content["checkpoint.txt.sig"] = sign(text.encode(), by)
        self.bag(f"checkpoints/c{number:04d}", content)


def write_bag(bag: Path, content: dict[str, bytes], bagit: bytes = BAGIT) -> str:
    data = {f"data/{name}": one for name, one in content.items()}
    tags = {
        "bag-info.txt": b"Bagging-Date: 2012-12-20\n",
        "bagit.txt": bagit,
        "manifest-sha256.txt": listed(data),
    }
    files = data | tags | {"tagmanifest-sha256.txt": listed(tags)}
    for name, one in files.items():
        (bag / name).parent.mkdir(parents=True, exist_ok=True)
        (bag / name).write_bytes(one)
    return sha256(files["tagmanifest-sha256.txt"])


def remake(bag: Path) -> str:
    """Make a bag's lists anew, as whoever altered something in it would."""
    data = {
        path.relative_to(bag).as_posix(): path.read_bytes()
        for path in (bag / "data").rglob("*")
        if path.is_file()
    }
    (bag / "manifest-sha256.txt").write_bytes(listed(data))
    names = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
    tags = {name: (bag / name).read_bytes() for name in names}
    (bag / "tagmanifest-sha256.txt").write_bytes(listed(tags))
    return sha256((bag / "tagmanifest-sha256.txt").read_bytes())


def make_key(folder: Path, name: str = "key") -> Path:
    """A throw-away key that stands for nobody."""
    path = folder / name
    command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "invented", "-f", str(path)]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return path


def fingerprint(key: Path) -> str:
    done = subprocess.run(["ssh-keygen", "-lf", f"{key}.pub"], check=True, capture_output=True)
    return done.stdout.decode().split()[1]


def sign(content: bytes, key: Path, namespace: str = "mne-archive") -> bytes:
    command = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-f", str(key)]
    return subprocess.run(command, input=content, check=True, capture_output=True).stdout


def sample(folder: Path) -> ByHand:
    """Definitions, three receipts in two slots, a decision, and a checkpoint that is not signed."""
    archive = ByHand(folder)
    archive.file("ARCHIVE.txt", b"what this folder is\n")
    archive.definitions()
    archive.receipt(1)
    archive.receipt(1, "npa/2012-Q4/MOI")
    archive.decision()
    archive.receipt(2)
    archive.checkpoint()
    return archive


def contents(folder: Path) -> dict[str, object]:
    """Every path with what is there, for comparing before and after."""
    return {
        str(path.relative_to(folder)): os.lstat(path).st_mtime_ns
        for path in sorted(folder.rglob("*"))
    }
