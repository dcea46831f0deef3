"""What people call the qualities of a picture: words by attribute and direction.

A name ends on + or -, the direction that its words ask for. `a/b c` stands for both `a c` and
`b c`. Words that stand alone are also known in their forms (`warm`, `warmer`, `warmest`, `warming`,
`warmed`, `warms`).
"""

from __future__ import annotations

from collections.abc import Mapping

from core.words.tokens import listed

# Adjectives and verbs that say a direction by themselves.
QUALITIES: Mapping[str, str] = {
    "exposure+": (
        "bright, brighten, lighten, light up, brighten up, lighten up, illuminate, airy, "
        "luminous, light-filled, overexpose, lighter, lightest, lightens, lightening, "
        "high exposure, bright-looking, radiant, relight, brightly lit"
    ),
    "exposure-": (
        "dark, darken, dim, dimly lit, stop down, stop it down, stop this down, close down, "
        "underexpose, gloomy, darkish, low exposure, less lit, dusky"
    ),
    "sun+": "sunny, sunlit, sun drenched, sun-drenched, more sun, sunshine, more sunshine",
    "contrast+": (
        "contrasty, contrasted, snappy, crisp, crispy, hard, harden, steep, steepen, biting, "
        "tonal separation, high dynamic contrast, crunchy, hard-edged, s curve, s-shaped curve, "
        "scurve, gritty contrast, well defined, defined, three dimensional, separate, separated"
    ),
    "contrast-": (
        "flat, flatten, low-con, flatten out, flat-looking, log-like, log like, loggy, "
        "compressed, compress, even out, evened out, compress the tonal/dynamic range, "
        "even lighting, even out the light/lighting/tones, soften the contrast"
    ),
    "punch+": (
        "punchy, punch up, poppy, stand out, impactful, dynamic, striking, bold, zingy, spice up, "
        "jazz up, perk up, liven up, alive, eye catching, energetic, crank it up, amp it up, "
        "beef up, stronger look"
    ),
    "punch-": (
        "dull down, less in your face, lifeless, dull, dulled, drab, blah, bland, lacklustre, dingy"
    ),
    "temperature+": (
        "warm, warm up, warmer up, toasty, sun-kissed, sunkissed, cosy, cozy, hot-toned, "
        "towards/toward warm, summery, candlelit, fiery, warmish"
    ),
    "temperature-": (
        "cool, cold, cool down, cool off, chill, chilly, chillier, icy, frosty, frigid, wintry, "
        "wintery, steely, towards/toward cool/cold, cold up, coolish, ice cold"
    ),
    "tint+": "magentaish, magenta-ish",
    "saturation+": (
        "saturate, saturated, colourful, vivid, vividly, vividness, vibrant, rich in colour, "
        "oversaturate, juicy, lush, intensely coloured, colour-rich, highly saturated, lively, "
        "bring out the colours/colour, technicolour, candy coloured, supersaturate, "
        "kaleidoscopic, full of colour, colour pop, juiced, chromatic, flamboyant, gaudy, garish, "
        "lurid"
    ),
    "saturation-": (
        "desaturate, unsaturated, undersaturated, muted, mute, subdued, subdue, pale, pallid, "
        "drained, drain, pastel, desat, colourless, restrained, understated, toned down, anaemic, "
        "less vivid, bleached out, sapped, greyed, greyed out, washed, discoloured, "
        "nearly/almost colourless, faint, bled out, sombre"
    ),
    "vibrance+": "glowing colours, fresh, freshen, freshen up, refreshing",
    "fade+": (
        "faded, fade, matte, matt, fade out, washed out, washed-out, wash out, milky, "
        "bleached by the sun, sun bleached, sun-bleached, sun faded, dusty, chalky, "
        "low density print, washing out, washes out, flashed"
    ),
    "haze+": "hazy, misty, foggy, smoky, murky, muddy, veiled, cloudy-looking",
    "clarity+": (
        "dehaze, defog, clear up, cut the/through haze, cut through the/that haze, clarify, "
        "remove the haze, clean up the haze, clear, clearer view, get rid of the haze, de-haze, "
        "cleaner look, clean"
    ),
    "grey+": "grey, greyish, grayed",
    "blacks-": (
        "blacker, blackest, blacken, inky, jet black, pitch black, true black, solid black, "
        "real black, proper black, pure black, ink black, noir-black, rich black"
    ),
    "whites+": "whiter, whitest, whiten, lily white",
    "crush+": "crush, crushed, clip the blacks, block up, blocked up, plug up, plugged, smash",
    "blow+": (
        "blow/blown/blowing/blew out, blown, burn/burnt/burned/burning out, clip, blown-out, hot, "
        "blow/blowing, overblown, blinding, blindingly bright, glaring, glare, hard hot"
    ),
    "depth+": (
        "deep, deepen, velvety, full-bodied, full, thick, weighty, lustrous, luscious, opulent, "
        "sumptuous"
    ),
    "rich+": "rich, enrich, rich-looking, lush-looking, sumptuous, opulent",
    "soft+": (
        "soft, soften, gentle, smooth, smoothen, mellow, delicate, creamy contrast, dreamy soft, "
        "silky, tender, gentle contrast, soft contrast, soften up"
    ),
    "soft-": "harsh, harsh-looking",
    "detail+": (
        "hdr-like, show more range, more range, see into, see more, reveal, uncover, visible, "
        "readable, recover, recovery, retrieve, even out, even it out, even them out, "
        "bring back, bring back detail, rescue, save"
    ),
    "sparkle+": "sparkle, sparkly, sparkling, glint, shimmer, shiny, shine, gleam, glisten",
    "tame+": (
        "tame, roll off, rolloff, roll-off, rolled off, compress highlights, control, contain, "
        "rein in, hold back"
    ),
    "fill+": "fill, fill in, fill light",
    "bleach+": ("bleach, enr"),
    "cross+": (
        "cross process/processed/processing, xpro, x pro, cross-processed look, xprocess, "
        "x process, slide film in c41, e6 in c41"
    ),
    "poles+": (
        "teal and/& orange, orange and/& teal, teal orange, orange teal, teal / orange, "
        "orange / teal, teal + orange, orange + teal, blockbuster colours, teal n orange, t & o, "
        "orange and blue look, orange and blue, blue and orange look, complementary colours"
    ),
    "mono+": (
        "black and/& white, black white, black n white, b & w, b and w, bw, b / w, bnw, mono, "
        "monochrome, monochromatic, grey scale, greyscale, greyed completely, no colour/colours, "
        "no colour at all, remove all/the colour/colours, remove all the colour/colours, "
        "without colour/colours, without any colour/colours, zero colour, zero saturation, "
        "no saturation, strip the/all colour/colours, strip out the/all colour, "
        "kill the/all colour, black-n-white, take out all colour/colours, "
        "fully/completely/totally desaturated, fully/completely/totally desaturate, "
        "desaturate completely/fully/totally/entirely, get rid of all/the colour/colours, "
        "take all the colour out, silver gelatin"
    ),
    "sepia+": "sepia, sepia tone, sepia toned, sepia tint, brown toned, sepia-ish",
    "density+": "film density, filmic density, denser, dense, densify, print density, densed",
    "density-": "less dense, thin, thinner, thinned, thinned out",
    "strength+": (
        "strong, intense, intensify, heavy, heavier-handed, powerful, saturated-looking, loud, "
        "overpowering, overwhelming, heavy handed, dominant, prominent, pronounced, aggressive, "
        "in your face"
    ),
    "strength-": (
        "subtler, subtlest, more subtle, less strong, weak, weaken, faint-looking, calm, "
        "calm down, quiet, light-handed, mild, timid"
    ),
}

# Names of qualities: they need a direction, and ask for more where none is given.
NOUNS: Mapping[str, str] = {
    "exposure+": (
        "exposure, brightness, luminance, luminosity, lightness, light level, gain, ev, luma, "
        "light levels, overall level, levels, level, lighting, light, lum, expo, overall light, "
        "luma level, lumens"
    ),
    "contrast+": (
        "contrast, contrast level, contrast ratio, dynamic contrast, tonal contrast, "
        "gamma contrast, micro contrast, contrasts, global contrast, overall contrast, "
        "separation, curve, tone curve"
    ),
    "exposure-": "darkness, dimness, gloom",
    "punch+": (
        "punch, pop, life, snap, bite, zing, oomph, pizzazz, kick, impact, energy, wow factor, "
        "drama"
    ),
    "depth+": "depth, weight",
    "rich+": "richness, fullness",
    "soft+": "softness",
    "soft-": "harshness, hardness",
    "temperature-": "coolness, coldness",
    "haze+": "haze, fog, mist, smog, haziness, veil",
    "pivot+": "pivot, contrast pivot, pivot point",
    "printer+": "printer, printer light, printer lights, printer point, printer points",
    "offset+": "offset, master offset, offset wheel",
    "temperature+": (
        "warmth, temperature, temp, colour temperature, colour temp, white balance, wb, kelvin, "
        "warmness, kelvins, white balance temperature"
    ),
    "tint+": "tint, magenta green, tint slider, green magenta, green / magenta",
    "saturation+": (
        "saturation, sat, chroma, chrominance, colourfulness, colour saturation, "
        "colour intensity, colour strength, intensity of the colours/colour, "
        "intensity of colours, colour boost, saturation level, colour contrast, colour depth, "
        "colour volume, colour presence"
    ),
    "saturation-": "desaturation",
    "vibrance+": "vibrance, vib, vibrancy",
    "clarity+": (
        "clarity, local contrast, midtone contrast, mid tone contrast, definition, structure"
    ),
    "detail+": "detail, details, dynamic range, tonal range, latitude, information, hdr",
    "shadows+": "shadow level, shadow slider",
    "highlights+": "highlight level, highlight slider",
    "mids+": "gamma, midtone level, gamma level",
    "blacks+": (
        "black level, black levels, black point, blackpoint, pedestal, shadow floor, black floor, "
        "the lift, master lift, lift wheel, lift control, lift slider"
    ),
    "whites+": "white level, white point, whitepoint, white levels, peak white",
    "density+": "density",
    "fade+": "fade amount, fadedness",
    "mono+": "black and white amount",
}

# Faults: whoever names one wants it gone.
FAULTS: Mapping[str, str] = {
    "exposure+": (
        "overexposed, over exposed, overexposure, over-bright, overbright, overlit, over lit, "
        "over exposure, overly bright, too much light, blinding light"
    ),
    "exposure-": (
        "underexposed, under exposed, underexposure, underlit, under lit, poorly lit, "
        "under exposure, not enough light, too little light, barely see, barely visible, "
        "can hardly see, cant see anything, cannot see anything, badly lit, not lit enough"
    ),
    "saturation+": (
        "oversaturated, over saturated, oversaturation, over saturation, over-coloured, "
        "too much colour, too much saturation, overcooked, garish, gaudy, lurid"
    ),
    "saturation-": "too little colour, not enough colour, not enough saturation",
    "contrast+": "too much contrast, overly contrasty",
    "contrast-": "too little contrast, not enough contrast",
    "temperature+": "too much warmth",
    "blow+": "blown highlights, clipped highlights, clipped, blown out highlights",
}

# What a quality's word does to a thing that one wants to keep: "without crushing the blacks".
HARM = (
    "touch, affect, change, alter, ruin, damage, hurt, lose, losing, kill, destroy, break, spoil, "
    "wreck, mess up, messing up, mess with, messing with, influence, disturb, sacrifice, modify, "
    "harm, shift, tamper with, play with, screw up, screwing up, muddy up, impact on, "
    "make a mess of, go near, going near, degrade, distort, discolour, tint over"
)

# Qualities that nobody asks for by name alone.
UNWANTED = frozenset(
    listed(
        "dull, drab, lifeless, bland, blah, lacklustre, muddy, murky, overwhelming, overpowering, "
        "dingy"
    )
)

# Words that describe how it is now: after "it is" or "looks" they are complaints.
ILL = frozenset(
    listed(
        "dark, dim, dull, flat, cold, chilly, bright, pale, faded, washed, washout, harsh, muddy, "
        "murky, hazy, foggy, gloomy, drab, lifeless, bland, blah, lacklustre, icy, hot, "
        "underexposed, overexposed, dusky, colourless, blown, crushed, milky, darkish, misty, "
        "glaring, weak, heavy, strong, blinding, thin, blocked, plugged, grey, greyish, "
        "overwhelming, overpowering, dominant, garish, gaudy, lurid, soft, contrasty, saturated, "
        "fading, washing, blurred, foggy, "
        "desaturated, hard"
    )
)
