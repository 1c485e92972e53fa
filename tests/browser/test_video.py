"""A real video, recorded by the browser, plays as before once it tells no place any more."""

import struct

from playwright.sync_api import Browser

from bot.notify.media import fit
from tests.support.browser import new_page

PLACE = b"+30.5720+104.0668/"
RECORD = """async () => {
    const canvas = Object.assign(document.createElement('canvas'), {width: 64, height: 48});
    const brush = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(25), {mimeType: 'video/mp4'});
    const parts = [];
    recorder.ondataavailable = (event) => parts.push(event.data);
    const stopped = new Promise((done) => (recorder.onstop = done));
    recorder.start();
    for (let frame = 0; frame < 20; frame += 1) {
        brush.fillStyle = 'rgb(0, 0, 255)';
        brush.fillRect(0, 0, 64, 48);
        await new Promise((done) => setTimeout(done, 40));
    }
    recorder.stop();
    await stopped;
    return [...new Uint8Array(await new Blob(parts).arrayBuffer())];
}"""
PLAY = """async (bytes) => {
    const video = document.createElement('video');
    video.muted = true;
    video.src = URL.createObjectURL(new Blob([new Uint8Array(bytes)], {type: 'video/mp4'}));
    await new Promise((done, failed) => {
        video.onloadeddata = () => (video.currentTime = 0.3);
        video.onseeked = done;
        video.onerror = () => failed(new Error(video.error.message));
    });
    const canvas = Object.assign(document.createElement('canvas'), {width: 64, height: 48});
    canvas.getContext('2d').drawImage(video, 0, 0);
    const [red, green, blue] = canvas.getContext('2d').getImageData(32, 24, 1, 1).data;
    return {size: [video.videoWidth, video.videoHeight], blue: blue > 150 && blue > 2 * (red + green)};
}"""
SHOWN = {"size": [64, 48], "blue": True}


def box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), name) + content


def told(video: bytes) -> bytes:
    """The video as a phone would have made it: its moov says where it was taken, and so does a box behind it all."""
    at = video.index(b"moov") - 4
    (length,) = struct.unpack_from(">I", video, at)
    where = box(b"udta", box(b"\xa9xyz", struct.pack(">HH", len(PLACE), 0x15C7) + PLACE))
    moov = struct.pack(">I", length + len(where)) + video[at + 4 : at + length] + where
    return video[:at] + moov + video[at + length :] + box(b"uuid", b"XMP" + PLACE)


def test_it_plays_and_tells_no_place(browser: Browser) -> None:
    page = new_page(browser)
    page.goto("about:blank")
    given = told(bytes(page.evaluate(RECORD)))
    assert page.evaluate(PLAY, list(given)) == SHOWN
    assert given.count(PLACE) == 2
    kept, mime = fit("video", given)
    assert (kept.count(PLACE), mime, len(kept)) == (0, "video/mp4", len(given))
    assert page.evaluate(PLAY, list(kept)) == SHOWN
    page.close()
