import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from accreditation.photos import read_photo

ADVICE = "Choose a JPEG, PNG or WebP photo of at least 300 by 400 points."


def picture(size=(900, 1200), kind="JPEG", colour="teal", **how):
    result = io.BytesIO()
    Image.new("RGB", size, colour).save(result, kind, **how)
    return result.getvalue()


def read(content, name="photo.jpg"):
    return Image.open(read_photo(SimpleUploadedFile(name, content)))


def refusal(content, name="photo.jpg"):
    with pytest.raises(ValidationError) as caught:
        read_photo(SimpleUploadedFile(name, content))
    return caught.value.messages


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_portrait_becomes_a_jpeg_of_600_by_800(kind):
    result = read(picture(kind=kind), name="anything.bin")
    assert (result.format, result.size) == ("JPEG", (600, 800))


def test_what_is_kept_weighs_little():
    noise = Image.effect_noise((1500, 2000), 60).convert("RGB")
    content = io.BytesIO()
    noise.save(content, "JPEG", quality=90)
    assert read_photo(SimpleUploadedFile("noise.jpg", content.getvalue())).size < 350_000


def test_a_small_portrait_is_not_blown_up():
    assert read(picture((330, 440))).size == (330, 440)


def test_a_square_photo_is_cut_to_three_by_four():
    assert read(picture((1000, 1000))).size == (600, 800)


def test_the_place_where_it_was_taken_is_gone():
    exif = Image.Exif()
    exif[0x010F] = "ExampleCamera"
    exif.get_ifd(0x8825)[1] = "N"
    content = picture(exif=exif)
    assert b"ExampleCamera" in content
    kept = read_photo(SimpleUploadedFile("p.jpg", content)).read()
    assert (b"ExampleCamera" in kept, b"Exif" in kept) == (False, False)


def test_a_photo_taken_sideways_stands_upright():
    exif = Image.Exif()
    exif[0x0112] = 6  # turn by a quarter to the right
    lying = Image.new("RGB", (1200, 900), "red")
    lying.paste("blue", (0, 0, 600, 900))  # the left half, which is the top of the person
    content = io.BytesIO()
    lying.save(content, "JPEG", exif=exif)
    result = read(content.getvalue())
    top, bottom = result.getpixel((300, 50)), result.getpixel((300, 750))
    assert (result.size, top[2] > 200 > top[0], bottom[0] > 200 > bottom[2]) == ((600, 800), True, True)


def test_transparent_parts_become_white():
    content = io.BytesIO()
    Image.new("RGBA", (600, 800), (0, 0, 0, 0)).save(content, "PNG")
    assert min(read(content.getvalue()).getpixel((10, 10))) > 250


@pytest.mark.parametrize("mode", ["L", "P", "CMYK", "1"])
def test_grey_indexed_and_print_pictures_are_read(mode):
    content = io.BytesIO()
    Image.new(mode, (600, 800)).save(content, "JPEG" if mode == "CMYK" else "PNG")
    assert read(content.getvalue()).mode == "RGB"


def test_a_pdf_that_is_called_jpg_is_refused():
    assert refusal(b"%PDF-1.7 ...") == [f"This is a PDF document, not a photo. {ADVICE}"]


def test_a_drawing_with_a_script_is_refused():
    svg = b'\xef\xbb\xbf <?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    assert refusal(svg) == [f"This is a drawing or a web page, not a photo. {ADVICE}"]


def test_a_gif_is_refused():
    content = picture(kind="GIF")
    assert refusal(content) == [f"This is a GIF, which may move. {ADVICE}"]


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_picture_that_moves_is_refused(kind):
    content = io.BytesIO()
    frames = [Image.new("RGB", (600, 800), colour) for colour in ("red", "blue")]
    frames[0].save(content, kind, save_all=True, append_images=frames[1:], duration=100)
    assert refusal(content.getvalue()) == [f"The picture moves. {ADVICE}"]


def test_a_heic_photo_is_named():
    assert refusal(b"\0\0\0\x24ftypheic\0\0\0\0") == [
        f"This is a HEIC photo or a film, which not every office can open. {ADVICE}"
    ]


def test_a_truncated_photo_is_refused():
    noise = io.BytesIO()
    Image.effect_noise((900, 1200), 80).convert("RGB").save(noise, "JPEG")
    assert refusal(noise.getvalue()[: noise.tell() // 2]) == [f"The file is damaged or incomplete. {ADVICE}"]


def test_random_bytes_are_refused():
    assert refusal(bytes(range(256)) * 10) == [f"This file is not a photo that can be read. {ADVICE}"]


def test_an_empty_file_is_refused():
    assert refusal(b"") == [f"This file is not a photo that can be read. {ADVICE}"]


@pytest.mark.parametrize("size", [(30_000, 40_000), (9_000, 9_000)])
def test_an_image_bomb_is_refused_before_it_is_unpacked(size):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0))
    bomb = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    assert refusal(bomb) == [f"The photo claims more points than any camera takes. {ADVICE}"]


def test_a_photo_that_is_too_small_is_refused_with_its_size():
    assert refusal(picture((200, 260))) == [f"The photo is too small: 200 by 260 points. {ADVICE}"]


def test_a_landscape_is_refused():
    assert refusal(picture((1600, 900))) == [
        f"The photo is too wide for a portrait: cut it to the head and shoulders, three wide by four high. {ADVICE}"
    ]


def test_thirty_megabytes_are_refused():
    assert refusal(b"\xff\xd8\xff" + b"0" * 30 * 1024**2) == [f"The file is larger than 10 MB. {ADVICE}"]


def test_script_behind_a_photo_does_not_survive():
    kept = read_photo(SimpleUploadedFile("p.jpg", picture() + b"<script>alert(1)</script><?php evil(); ?>")).read()
    assert (b"script" in kept, b"php" in kept) == (False, False)
