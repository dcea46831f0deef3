"""What no LUT can do, by the reason: a LUT gives every colour another colour, wherever it is."""

from __future__ import annotations

from collections.abc import Mapping

from core.words.tokens import listed

SHAPE = "a LUT does not change the frame or its shape"
POSITION = "a LUT cannot tell where in the frame a pixel is"
THING = "a LUT cannot tell this thing from anything else of its colour"
CONTENT = "a LUT changes colours, not what is in the picture"
GLOW = "a LUT spreads no light; glow and halation need a spatial effect"
BALANCE = "what is correct depends on the shot: that is the balance, not a look"

REFUSED: Mapping[str, str] = {
    "a LUT changes colours; it adds or removes no grain or noise": (
        "grain, grainy, film grain, noise, noisy, denoise, denoised, noise reduction, texture, "
        "textured, dust, scratches, scratched, speckle, speckles, dirt, gritty grain, moire, "
        "banding, artifacts, artefacts, compression artifacts, pixelated, pixelation, jpeg, "
        "degrain, regrain"
    ),
    "a LUT changes colours; sharpness and focus are out of its reach": (
        "sharpen, sharp, sharpness, sharpening, blur, blurry, blurred, unblur, deblur, bokeh, "
        "focus, refocus, out of focus, depth of field, shallow depth of field, resolution, "
        "upscale, upscaled, super resolution, supersample, high resolution, low resolution, hd, "
        "4k, 8k, motion blur, gaussian blur, tilt shift, lens blur, soft focus, in focus, "
        "acutance, smooth skin, smooth the skin, smoother skin, skin smoothing, pin sharp"
    ),
    "a LUT does the same to every pixel of a colour; it cannot shade by position": (
        "vignette, vignetting, vignetted, gradient, graduated filter, spotlight, radial, "
        "light leak, light leaks, lens flare, flare, flares, sun flare, sun rays, god rays, rays, "
        "lens distortion, chromatic aberration, darker corners, dark corners, mask, power window"
    ),
    GLOW: (
        "glow, halation, bloom, blooming, halo, halos, glowing, orton, diffusion, pro mist, "
        "promist, black pro mist, mist filter, glimmer"
    ),
    SHAPE: (
        "crop, cropped, cropping, rotate, rotated, rotation, straighten, flip, mirror, resize, "
        "scale, zoom, zoom in, zoom out, aspect ratio, letterbox, widescreen, square, reframe, "
        "perspective, horizon, align, upside down, landscape format, border frame, black bars, "
        "stretch, cut off, pan, tilt, stabilise, stabilize, stabilisation"
    ),
    "a LUT does not change speed or time": (
        "slow motion, slow mo, slowmo, slow down, speed up, speed, fps, frame rate, framerate, "
        "timelapse, time lapse, reverse, faster, slower, loop, trim the clip, cut the clip, "
        "24fps, playback, freeze frame"
    ),
    CONTENT: (
        "watermark, text, caption, subtitle, subtitles, logo, title, titles, red eye, red eyes, "
        "blemish, blemishes, wrinkles, pimple, pimples, acne, reflection, reflections, cutout, "
        "cut out the, photoshop, retouch, retouching, airbrush, inpaint, erase the, smile, "
        "glasses, swap, replace, delete the, collage, cartoon, cartoonify, oil painting, sketch, "
        "emoji, sticker, animate, add a person, more people, whiten teeth, whiten the teeth, "
        "whiter teeth, change the background, remove the background, transparent, insert a, "
        "merge, duplicate, background removal, green screen, chroma key, glitch, vhs lines, "
        "scanlines"
    ),
    THING: (
        "hair, eyes, eye, teeth, tooth, lips, lip, lipstick, eyebrows, eyelashes, beard, nails, "
        "nose"
    ),
    "a LUT cannot tell what colour a grey thing had": (
        "colorize, colourize, colourise, colorise, colorizing, colourising, colorization, "
        "add colour to this/the/a black and white"
    ),
    "that is an effect, not a grade": (
        "invert, inverted, negative image, posterise, posterize, solarise, solarize, "
        "colour splash, selective colour, rainbow, false colour, x ray, thermal, "
        "night vision goggles"
    ),
    "a LUT does not change sound": "sound, audio, music, volume, louder, quieter",
}

# Beginnings of verbs that change what is in the picture.
CHANGING = ("remov", "delet", "eras", "replac", "swap", "add", "get rid", "insert")
# Verbs that, with nothing but a thing after them, ask for another picture.
CONTENT_VERBS = frozenset(
    listed(
        "remove, erase, delete, replace, swap, add, insert, put, hide, cut, move, kill, "
        "eliminate, give, have, get, open, close, clean, ditch, discard"
    )
)
