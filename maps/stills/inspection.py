"""A PNG made earlier, looked over again: by its own imprint, or by its pixels alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from maps.stills.imprint import Imprint, read_imprint
from maps.stills.layout import Layout
from maps.stills.lint.findings import Finding
from maps.stills.lint.levels import find_illegal_levels
from maps.stills.lint.linter import lint
from maps.stills.metadata import PngFacts, check_size, checksum_of_pixels, read_png_facts
from maps.stills.raster import Pixels, sampled_pixels
from maps.stills.sizes import Size

AIR_SIZES: Final = (Size(1920, 1080), Size(3840, 2160))
"""What televisions show: a foreign picture of another size is scaled on its way."""


@dataclass(frozen=True, slots=True)
class Inspection:
    """What a PNG says, and what is wrong with it.

    Attributes
    ----------
    imprint
        None for a picture of others, which is looked at by its pixels alone.
    layout
        Of the imprint; of a picture of others its size and nothing else.
    """

    imprint: Imprint | None
    layout: Layout
    findings: tuple[Finding, ...]


def inspect_png(png: bytes) -> Inspection:
    """Look a PNG over.

    Raises
    ------
    InvalidSpec
        If it is not a PNG, damaged, out of bounds, or its imprint cannot be read.
    """
    facts = read_png_facts(png)
    if facts.imprint is None:
        return _inspect_foreign(facts, sampled_pixels(png))
    imprint = read_imprint(facts.imprint)
    check_size(facts, imprint)
    layout, pixels = imprint.layout, sampled_pixels(png)
    if imprint.output == "png":
        findings = lint(layout, pixels, base_url=imprint.base_url)
    else:
        # A fill shows words on whatever it was filled with, a key shows none: of their pixels only
        # the levels tell something.
        levels = tuple(find_illegal_levels(layout, pixels)) if imprint.output == "fill" else ()
        findings = (*levels, *lint(layout, None, base_url=imprint.base_url))
    is_same = imprint.is_as_written and imprint.pixels in (None, checksum_of_pixels(png))
    return Inspection(imprint, layout, findings if is_same else (*findings, _changed()))


def _inspect_foreign(facts: PngFacts, pixels: Pixels) -> Inspection:
    size = Size(facts.width_px, facts.height_px)
    layout = Layout(
        size=size,
        template="overview",
        area="graphics",
        ground="transparent" if bool((pixels[..., 3] < 255).any()) else "solid",
        # It may go on air as it is: in full range nothing could be wrong.
        levels="video",
        seconds=8.0,
        theme="neutral",
        language="vi",
        about=(),
        has_map=False,
        texts=(),
        marks=(),
    )
    found = [_without_imprint(), *map(_weighed, find_illegal_levels(layout, pixels))]
    if size not in AIR_SIZES:
        found.append(_odd_size(size))
    return Inspection(None, layout, tuple(found))


def _changed() -> Finding:
    return Finding(
        "changed-since-made",
        "warning",
        None,
        "Hình đã bị sửa hoặc lưu lại bằng chương trình khác sau khi zonemap tạo ra: bộ kiểm tra "
        "xét chữ theo thông tin đi kèm, có thể không còn đúng với hình; hãy tạo lại hình hoặc xem "
        "lại bằng mắt.",
        "The picture was changed, or saved by another program, since zonemap made it: its words "
        "are checked by what it says of itself, which may no longer be what it shows; make it "
        "again, or check it by eye.",
    )


def _without_imprint() -> Finding:
    return Finding(
        "no-imprint",
        "warning",
        None,
        "Hình không mang thông tin của zonemap: chỉ xét được điểm ảnh, còn cỡ chữ, vùng an toàn, "
        "nguồn và ngày phải xem bằng mắt.",
        "The picture has no words of zonemap: only its pixels can be looked at; text size, safe "
        "areas, credit and date have to be checked by eye.",
    )


def _weighed(finding: Finding) -> Finding:
    """The finding as a warning: whether the pixels are video levels is not known."""
    return Finding(
        finding.code,
        "warning",
        finding.box,
        f"Nếu phát thẳng theo mức video: {finding.vi[:1].lower()}{finding.vi[1:]}",
        f"If its pixels are taken for video levels: {finding.en}",
    )


def _odd_size(size: Size) -> Finding:
    return Finding(
        "size-not-for-air",
        "warning",
        None,
        f"Hình {size} điểm ảnh sẽ bị co giãn khi phát; cỡ phát sóng là 1920x1080 hoặc 3840x2160.",
        f"A picture of {size} pixels is scaled on its way to air, which blurs small text; expected "
        f"1920x1080 or 3840x2160.",
    )
