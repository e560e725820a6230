"""Pack the program into what people install on this platform, under dist/.

Usage: python build_installer.py. Makes a folder with both programs, its licences, a bill of
materials and SHA-256 sums, then the platform's installer; says what it left out and why.
"""

import fnmatch
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent
PARTS = ROOT / "resources" / "installer"
BUILD = ROOT / "build" / "installer"
DIST = ROOT / "dist"
FOLDER = BUILD / "folder" / "gendan"
LINUX = sys.platform.startswith("linux")
SUFFIX = ".exe" if sys.platform == "win32" else ""
LAUNCHER = """from {module} import main

if __name__ == "__main__":
    raise SystemExit(main())
"""
LAUNCHERS = {"gendan": "desktop.__main__", "gendan-office": "sync.server.__main__"}
DEB_ARCHITECTURES = {"x86_64": "amd64", "aarch64": "arm64"}
# What a desk never uses. The virtual keyboard is GPL-only; gtk3 would drag GTK in.
TRIMMED = (
    "*[vV]irtual[kK]eyboard*",
    "*qgtk3*",
    "*qeglfs*",
    "*egldeviceintegrations*",
    "*qlinuxfb*",
    "*qvnc*",
    "*qminimal*",
    "*qvkkhrdisplay*",
    "*Qt6Qml*",
    "*Qt6Quick*",
    "*Qt6Egl[fF][sS]*",
    "*Qt6Designer*",
    "*PySide6/*/qml/*",
    "*PySide6/qml/*",
    "*imageformats/*q[tw]*",
    "*imageformats/*qicns*",
    "*imageformats/*qpdf*",
    "*imageformats/*qtga*",
    # Only gtk3 asked for these; the loader's check says so if anything else does.
    *("libatk-*", "libcairo*", "libdatrie*", "libfribidi*", "libgdk_pixbuf*", "libgraphite2*"),
    *("libharfbuzz*", "libpango*", "libpixman*", "libthai*"),
)


sys.path.insert(0, str(PARTS))  # bill and icons are parts of this script

from bill import (  # noqa: E402
    bill_of_materials,
    copied_from_system,
    shipped,
    write_licences,
    write_system_licences,
)
from icons import write_icon  # noqa: E402


class BuildError(Exception):
    """The package would not work; the text says what is missing."""


def is_trimmed(name: str) -> bool:
    """Return whether a collected file, named by its place in the folder, is left out."""
    path = name.replace("\\", "/")
    if "translations/" in path and "PySide6" in path:
        return not path.endswith("/qtbase_zh_CN.qm")
    return any(fnmatch.fnmatchcase(path, pattern) for pattern in TRIMMED)


def version() -> str:
    """Return the version that pyproject.toml states."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def build_folder() -> Path:
    """Run PyInstaller and return the folder with both programs."""
    BUILD.mkdir(parents=True, exist_ok=True)
    for name, module in LAUNCHERS.items():
        (BUILD / f"{name}.py").write_text(LAUNCHER.format(module=module), encoding="utf-8")
    suffix = {"win32": ".ico", "darwin": ".icns"}.get(sys.platform, ".png")
    log = _pyinstaller(write_icon(PARTS / "gendan.svg", target=BUILD / f"gendan{suffix}"))
    missing = missing_libraries(log, {path.name for path in FOLDER.rglob("*")})
    if missing:
        raise BuildError("Libraries are missing on this machine: " + "; ".join(missing))
    return FOLDER


def _pyinstaller(icon: Path) -> str:
    places = {"ROOT": ROOT, "WORK": BUILD, "ICON": icon, "VERSION": version()}
    done = subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"),
            *("--distpath", BUILD / "folder", "--workpath", BUILD / "work", PARTS / "gendan.spec"),
        ],
        cwd=ROOT,
        env={**os.environ, **{f"GENDAN_BUILD_{name}": str(at) for name, at in places.items()}},
        check=False,
        stderr=subprocess.PIPE,
        text=True,
    )
    (BUILD / "pyinstaller.log").write_text(done.stderr, encoding="utf-8")
    if done.returncode:
        raise BuildError(f"PyInstaller failed:\n{done.stderr[-3000:]}")
    return done.stderr


def missing_libraries(log: str, kept: Iterable[str]) -> list[str]:
    """Return what PyInstaller did not find for files that stay in the folder."""
    names = set(kept)
    pattern = r"Library not found: (?:could not resolve )?'?([^',\s]+)'?,.*?'([^']+)'"
    found = re.findall(pattern, log)
    return sorted({f"{lib} for {Path(by).name}" for lib, by in found if Path(by).name in names})


def strip_libraries(folder: Path) -> int:
    """Strip every ELF file of symbols and return how many bytes that saved."""
    before = size_of(folder)
    for file in folder.rglob("*.so*"):
        if not file.is_symlink() and file.is_file() and not _is_patched(file):
            subprocess.run(["strip", "--strip-unneeded", file], check=False, capture_output=True)
    return before - size_of(folder)


def _is_patched(file: Path) -> bool:
    """Return whether a wheel's repair tool rewrote the file: stripping such a file breaks it."""
    return any(part.endswith(".libs") for part in file.parts)


def unloadable(folder: Path) -> list[str]:
    """Return what the system's loader misses, and one file that asks for it; Linux only."""
    inner = folder / "_internal"
    env = {**os.environ, "LD_LIBRARY_PATH": str(inner)}
    found: dict[str, str] = {}
    for file in sorted(inner.rglob("*.so*")):
        done = subprocess.run(["ldd", file], check=False, capture_output=True, text=True, env=env)
        for line in (done.stdout + done.stderr).splitlines():
            if "not found" in line or "not properly aligned" in line:
                found[line.strip()] = str(file.relative_to(inner))
    return [f"{line} ({file})" for line, file in sorted(found.items())]


def size_of(folder: Path) -> int:
    """Return the bytes of all files under a folder, links not followed."""
    return sum(f.stat().st_size for f in folder.rglob("*") if f.is_file() and not f.is_symlink())


def check_starts(folder: Path) -> None:
    """Start both packed programs; BuildError when one does not answer."""
    for name in LAUNCHERS:
        command = [str(folder / f"{name}{SUFFIX}"), "--help"]
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            command, check=False, capture_output=True, text=True, env=env, timeout=120
        )
        if done.returncode:
            raise BuildError(f"{name} does not start: {done.stderr[-2000:]}")


def package_linux(folder: Path) -> tuple[list[Path], list[str]]:
    """Return the archive, the .deb and the AppImage, and what could not be made here."""
    made, left_out = [write_archive(folder)], []
    makers: dict[str, Callable[[Path, str], Path]] = {
        "dpkg-deb": write_deb,
        "appimagetool": write_appimage,
    }
    for tool, make in makers.items():
        if found := shutil.which(tool):
            made.append(make(folder, found))
        else:
            left_out.append(f"what {tool} makes: it is not on this machine")
    return made, left_out


def write_archive(folder: Path) -> Path:
    """Return the folder as one .tar.gz, for systems without .deb."""
    target = DIST / f"gendan-{version()}-linux-{platform.machine()}.tar.gz"
    with tarfile.open(target, "w:gz", compresslevel=6) as archive:
        archive.add(folder, arcname="gendan", filter=_as_root)
    return target


def _as_root(member: tarfile.TarInfo) -> tarfile.TarInfo:
    member.uid = member.gid = 0
    member.uname = member.gname = "root"
    return member


def write_deb(folder: Path, tool: str) -> Path:
    """Return the Debian package: /opt/gendan, two links, desktop file, MIME type, icon."""
    stage = fresh(BUILD / "deb")
    shutil.copytree(folder, stage / "opt" / "gendan", symlinks=True)
    (stage / "usr" / "bin").mkdir(parents=True)
    for name in LAUNCHERS:
        (stage / "usr" / "bin" / name).symlink_to(f"/opt/gendan/{name}")
    copy_shared_files(stage / "usr" / "share")
    architecture = DEB_ARCHITECTURES.get(platform.machine(), platform.machine())
    (stage / "DEBIAN").mkdir()
    control = (
        (PARTS / "control")
        .read_text(encoding="utf-8")
        .format(
            version=version(),
            architecture=architecture,
            size_kib=size_of(stage) // 1024,
            libc=libc_version(),
        )
    )
    (stage / "DEBIAN" / "control").write_text(control, encoding="utf-8")
    target = DIST / f"gendan_{version()}_{architecture}.deb"
    run([tool, "--root-owner-group", "-Zxz", "--build", stage, target])
    return target


def libc_version() -> str:
    """Return this machine's C library, which the packed system libraries ask for."""
    return (os.confstr("CS_GNU_LIBC_VERSION") or "glibc 2.34").split()[-1]


def copy_shared_files(share: Path) -> None:
    """Copy what tells a Linux desktop of the program: entry, MIME type, icon, description."""
    for name, place in {
        "gendan.desktop": "applications/gendan.desktop",
        "gendan-mime.xml": "mime/packages/gendan.xml",
        "gendan.svg": "icons/hicolor/scalable/apps/gendan.svg",
        "gendan.metainfo.xml": "metainfo/gendan.metainfo.xml",
    }.items():
        (share / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PARTS / name, share / place)
    (share / "doc" / "gendan").mkdir(parents=True)
    shutil.copy(ROOT / "LICENSE", share / "doc" / "gendan" / "copyright")


def write_appimage(folder: Path, tool: str) -> Path:
    """Return the folder as one file that runs without being installed."""
    stage = fresh(BUILD / "Gendan.AppDir")
    shutil.copytree(folder, stage / "opt" / "gendan", symlinks=True)
    copy_shared_files(stage / "usr" / "share")
    shutil.copy(PARTS / "gendan.svg", stage)
    shutil.copy(PARTS / "gendan.desktop", stage)
    (stage / "AppRun").symlink_to("opt/gendan/gendan")
    target = DIST / f"Gendan-{version()}-{platform.machine()}.AppImage"
    run([tool, stage, target])
    return target


def package_windows(folder: Path) -> tuple[list[Path], list[str]]:
    """Return the archive and the Inno Setup installer, and what could not be made here."""
    archive = shutil.make_archive(
        str(DIST / f"gendan-{version()}-windows-x64"), "zip", folder.parent, folder.name
    )
    made, left_out = [Path(archive)], ["an MSI for companies: no tool for it is used yet"]
    signer = os.environ.get("GENDAN_SIGN_COMMAND")  # for example: signtool sign /fd sha256 $f
    if not signer:
        left_out.append("signatures: GENDAN_SIGN_COMMAND is not set")
    if compiler := shutil.which("ISCC"):
        sign = [f"/Sgendansign={signer}", "/DSign"] if signer else []
        values = {
            "Version": version(),
            "Bundle": folder,
            "Output": DIST,
            "Icon": BUILD / "gendan.ico",
        }
        given = [f"/D{name}={value}" for name, value in values.items()]
        run([compiler, *given, *sign, PARTS / "gendan.iss"])
        made.append(DIST / f"gendan-{version()}-windows-x64.exe")
    else:
        left_out.append("the installer: Inno Setup's ISCC is not on this machine")
    return made, left_out


def package_macos(folder: Path) -> tuple[list[Path], list[str]]:
    """Return the disk image with Gendan.app, signed and notarised when an identity is given."""
    app = folder.with_name("Gendan.app")
    identity = os.environ.get("GENDAN_SIGN_IDENTITY")
    profile = os.environ.get("GENDAN_NOTARY_PROFILE")
    left_out: list[str] = []
    shutil.copytree(folder / "licences", app / "Contents" / "Resources" / "licences")
    if identity:
        sign = ["codesign", "--force", "--deep", "--options", "runtime", "--timestamp"]
        run([*sign, "--sign", identity, app])
    else:
        left_out.append("the signature (GENDAN_SIGN_IDENTITY is not set): macOS will not open it")
    target = DIST / f"Gendan-{version()}.dmg"
    run(["hdiutil", "create", "-ov", "-volname", "Gendan", "-srcfolder", app, target])
    if identity and profile:
        run(["xcrun", "notarytool", "submit", target, "--keychain-profile", profile, "--wait"])
        run(["xcrun", "stapler", "staple", target])
    else:
        left_out.append("notarisation: GENDAN_NOTARY_PROFILE is not set")
    return [target], left_out


def fresh(folder: Path) -> Path:
    """Return this folder, empty."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def run(command: Iterable[str | Path]) -> None:
    """Run a program; BuildError when it fails."""
    words = [str(word) for word in command]
    if subprocess.run(words, cwd=ROOT, check=False).returncode:
        raise BuildError(f"This failed: {' '.join(words)}")


def write_sums(files: Iterable[Path]) -> Path:
    """Write SHA256SUMS over the files, as `sha256sum --check` reads it."""
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}" for file in files]
    target = DIST / "SHA256SUMS"
    target.write_text("\n".join(sorted(lines)) + "\n", encoding="utf-8")
    return target


def check_linux(folder: Path) -> None:
    """Strip the folder, then let the system's loader read every library in it."""
    print(f"stripping saved {strip_libraries(folder) / 1e6:.0f} MB")
    if bad := unloadable(folder):
        raise BuildError("The folder would not start everywhere:\n" + "\n".join(bad))


def describe(folder: Path) -> Path:
    """Put every licence into the folder and return the bill of materials, written to dist/."""
    packages, copied = shipped(), copied_from_system(folder / "_internal")
    write_licences(fresh(folder / "licences"), packages)
    write_system_licences(folder / "licences" / "system", copied)
    bill = fresh(DIST) / f"gendan-{version()}.cdx.json"
    contents = bill_of_materials(packages, version=version(), copied=copied)
    bill.write_text(json.dumps(contents, indent=1) + "\n", encoding="utf-8")
    return bill


def main() -> int:
    """Make everything this platform can and say what came out; 1 when it would not work."""
    try:
        folder = build_folder()
        if LINUX:
            check_linux(folder)
        check_starts(folder)
        bill = describe(folder)
        platforms = {"win32": package_windows, "darwin": package_macos}
        made, left_out = platforms.get(sys.platform, package_linux)(folder)
    except BuildError as trouble:
        print(f"no installer was made. {trouble}", file=sys.stderr)
        return 1
    for file in [*made, bill, write_sums([*made, bill])]:
        print(f"made {file.relative_to(ROOT)} ({file.stat().st_size / 1e6:.1f} MB)")
    print(f"the folder {folder.relative_to(ROOT)} takes {size_of(folder) / 1e6:.0f} MB")
    print("\n".join(f"left out: {line}" for line in left_out))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
