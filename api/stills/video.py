"""Films for editing suites and browsers: ProRes 4444 and VP9, both with alpha, through ffmpeg.

ffmpeg is a program of the system: it is run with a list of arguments where it is there, and its
absence is told with what installs it. Frames are numbered PNG files in a folder.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, Literal

from api.stills.sequence import FRAME_NAMES
from geo.errors import DownloadFailed, InvalidParameter

Container = Literal[".mov", ".webm"]

# Colours are sRGB from 0 to 255 and become BT.709 from 16 to 235, and say so; ProRes says only what
# each frame says.
_TO_709: Final = "scale=in_range=full:out_range=limited:out_color_matrix=bt709:flags=accurate_rnd"
_SAY_709: Final = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709:range=limited"
_TAGS: Final = (
    "-color_primaries", "bt709", "-color_trc", "bt709", "-colorspace", "bt709",
    "-color_range", "tv",
)  # fmt: skip
_CODECS: Final[dict[Container, tuple[str, ...]]] = {
    # Profile 4444, with 16 bits of alpha.
    ".mov": (
        "-vf", f"{_TO_709},format=yuva444p10le,{_SAY_709}", "-c:v", "prores_ks",
        "-profile:v", "4444", "-alpha_bits", "16", "-vendor", "apl0", "-movflags", "+write_colr",
        *_TAGS,
    ),
    # Pictures of their own for alpha do not go with hidden reference frames.
    ".webm": (
        "-vf", f"{_TO_709},format=yuva420p,{_SAY_709}", "-c:v", "libvpx-vp9", "-crf", "18",
        "-b:v", "0", "-auto-alt-ref", "0", "-row-mt", "1", "-deadline", "good", "-cpu-used", "2",
        *_TAGS,
    ),
}  # fmt: skip
_MUXERS: Final[dict[Container, str]] = {".mov": "mov", ".webm": "webm"}
_END_S: Final = 5.0


def container_of(output: Path) -> Container | None:
    """What kind of film a file name asks for; None for a folder of frames.

    Raises
    ------
    InvalidParameter
        If it is a kind of film that has no alpha, or none that is made here.
    """
    suffix = output.suffix.lower()
    for known in _MUXERS:
        if suffix == known:
            return known
    if suffix in (".mp4", ".m4v", ".avi", ".mkv", ".gif", ".mxf", ".mpg", ".zip", ".png"):
        raise InvalidParameter(
            f"the film {output.name} cannot be made",
            expected="FILE.mov for ProRes 4444, FILE.webm for VP9, or a folder for numbered PNG",
            remedy="name one of them",
        )
    return None


def find_ffmpeg() -> str:
    """Path of ffmpeg.

    Raises
    ------
    InvalidParameter
        If it is not there; it says what installs it.
    """
    found = shutil.which("ffmpeg")
    if found is None:
        raise InvalidParameter(
            "ffmpeg is not installed, which films are made with",
            expected="the program ffmpeg on PATH",
            remedy="install it with `apt-get install ffmpeg`, or name a folder for numbered PNG",
        )
    return found


def encode(
    frames: Path,
    output: Path,
    *,
    count: int,
    fps: int,
    ffmpeg: str,
    progress: Callable[[int], None] = lambda frame: None,
) -> None:
    """Make a film of numbered frames; it appears whole or not at all.

    Parameters
    ----------
    frames
        Folder that holds them, from `frame_00001.png` on, without a gap.
    output
        File with the suffix `.mov` or `.webm`.
    count
        How many frames there are.
    fps
        Frames a second.
    ffmpeg
        Path of the program.
    progress
        Takes how many frames are done.

    Raises
    ------
    DownloadFailed
        If ffmpeg cannot make it, or leaves a frame out; it says what ffmpeg said last.
    """
    container = container_of(output)
    if container is None:
        raise ValueError(f"{output} is not a film")
    part = output.absolute().with_name(f".{output.name}.part")
    command = [
        ffmpeg, "-nostdin", "-xerror", "-hide_banner", "-loglevel", "error", "-nostats",
        "-progress", "pipe:1", "-f", "image2", "-framerate", str(fps), "-start_number", "1",
        "-i", FRAME_NAMES,
        *_CODECS[container], "-r", str(fps), "-an", "-f", _MUXERS[container],
        "-fflags", "+bitexact", "-flags:v", "+bitexact", "-y", f"file:{part}",
    ]  # fmt: skip
    try:
        # Frames are named from their own folder: a % in its path would be read as a number.
        with tempfile.TemporaryFile() as said:
            with _running(command, frames, said) as process:
                done = _follow(process, progress)
            code = process.wait()
            # A frame that it cannot read ffmpeg passes over, and ends as if all were well.
            if code != 0 or done != count or not part.is_file():
                raise DownloadFailed(
                    f"{output} could not be made ({done} of {count} frames): ffmpeg says "
                    f"{_last_words(said, code)!r}",
                    remedy="see that there is room on the disk, or name a folder for numbered PNG",
                )
        try:
            part.replace(output)
        except OSError as error:
            raise DownloadFailed(
                f"{output} cannot be written ({error.strerror})", remedy="name another file"
            ) from error
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _running(
    command: list[str], folder: Path, said: IO[bytes]
) -> Iterator[subprocess.Popen[bytes]]:
    """Run ffmpeg in a session of its own: Ctrl-C is ours to hear, and then it is ended."""
    try:
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said,
            start_new_session=True,
        )  # fmt: skip
    except OSError as error:
        raise DownloadFailed(
            f"ffmpeg cannot be run ({error.strerror})", remedy="install it anew"
        ) from error
    try:
        yield process
    except BaseException:
        process.terminate()
        try:
            process.wait(_END_S)
        except subprocess.TimeoutExpired:
            process.kill()
        raise
    finally:
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _follow(process: subprocess.Popen[bytes], progress: Callable[[int], None]) -> int:
    """Tell how far ffmpeg is, to its end; returns how many frames it made."""
    done = 0
    for line in process.stdout or ():
        name, _, value = line.partition(b"=")
        if name == b"frame" and value.strip().isdigit():
            done = int(value)
            progress(done)
    return done


def _last_words(said: IO[bytes], code: int) -> str:
    """What ffmpeg said last, in one line; it often says the same cause in several."""
    said.seek(0)
    lines = said.read()[-4_000:].decode("utf-8", "replace").split("\n")
    told = [line.strip() for line in lines if line.strip()]
    return told[-1][:200] if told else f"nothing, and ended with {code}"
