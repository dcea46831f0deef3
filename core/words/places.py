"""Where in the picture's tones and colours: tonal ranges, things of a known colour, hue names."""

from __future__ import annotations

from collections.abc import Mapping

# Tonal ranges.
TONES: Mapping[str, str] = {
    "shadows": (
        "shadows, shadow, darks, lows, low end, dark areas/parts/regions/tones/bits/zones/spots, "
        "darker areas/parts/regions/tones, shadow areas/regions/tones, lowlights, low lights, "
        "shade, shades, shaded areas/parts, darkest areas/parts/tones, bottom end, shadow end, "
        "toe, dark end, dark portions, shadow side, bottom of the curve"
    ),
    "mids": (
        "mids, mid, midtones, midtone, mid tones, mid tone, middle tones, middle greys, "
        "mid greys, mid grey, middle grey, middle, midrange, mid range, middles"
    ),
    "highlights": (
        "highlights, highlight, highs, brights, lights, hilights, top end, "
        "bright areas/parts/regions/tones/bits/spots/zones, brighter areas/parts/regions/tones, "
        "light areas/parts/tones, lighter areas/parts/tones, brightest areas/parts/tones, "
        "highlight areas/regions/tones, upper tones, upper end, speculars, specular highlights, "
        "clouds, cloud, bright end, hilites, shoulder, up top, top of the curve, lamps, windows, "
        "window"
    ),
    "blacks": "blacks, black, darkest blacks, deepest blacks, deepest shadows, darkest shadows",
    "whites": "whites, white, brightest whites, snow, brightest highlights, paper white",
}

# Things whose colour is known: the regions of `core.qualify`.
THINGS: Mapping[str, str] = {
    "skin": (
        "skin, skins, skin tone, skin tones, skintone, skintones, flesh, flesh tones, fleshtones, "
        "face, faces, complexion, complexions, cheeks, forehead, hands, body, facial tones, "
        "actors face, skin colour, skin colours, people, person, subject, subjects, "
        "flesh tone, peoples faces, actor, actress, talent, actors, model, bride, couple, kid, "
        "kids, child, children, baby, man, woman, girl, boy, lady, guy"
    ),
    "sky": "sky, skies, heavens",
    "foliage": (
        "foliage, grass, grasses, trees, tree, leaves, leaf, plants, plant, vegetation, forest, "
        "lawn, meadow, bushes, bush, hedge, jungle, woods, greenery, fields, field, hedges, "
        "garden, moss, pasture, vineyard, vineyards, park, crops, hillside, woodland, palms, ferns"
    ),
    "water": (
        "water, sea, ocean, lake, river, pool, waves, pond, lagoon, sea water, stream, waters, "
        "swimming pool, waterfall, surf, bay"
    ),
    "warm colours": "warm colours, warm hues, warmer colours",
    "cool colours": "cool colours, cold colours, cool hues, cooler colours",
}

# All colours at once; with no quality of its own it stands for their strength.
COLOURS = "colours, colour, palette, colouring, hues, colouration, colour palette, colour range"

# The whole picture; it only says that no other place is meant.
WHOLE = (
    "image, picture, photo, photograph, shot, frame, clip, footage, video, scene, everything, "
    "whole thing, whole image/picture/photo/shot/frame/scene/clip, overall, global, globally, "
    "pic, film, all of it, entire image/picture/photo/shot/frame, everywhere, throughout, "
    "all over, across the board, whole, entire, generally, image overall, img, snapshot, foto, "
    "portrait, portraits, sequence, reel, take, plate, screen, still, images, pictures, photos, "
    "shots, clips, videos, "
    "scenes, frames, pics, snaps"
)

# The whole picture but for what was named before.
REST = "everything else, the rest, rest, all else, anything else, the others, everything around"

# Hue names, which are regions of `core.qualify`, and other words for them.
COLOUR_WORDS: Mapping[str, str] = {
    "red": (
        "red, reddish, ruddy, crimson, scarlet, ruby, blood red, brick, redness, vermilion, "
        "burgundy, rust, rusty, terracotta, maroon, red-ish"
    ),
    "orange": (
        "orange, orangey, orangy, orangish, tangerine, apricot, peach, peachy, copper, coppery, "
        "bronze, bronzed, tan, tanned, brown, brownish, pumpkin, orange-ish, ginger, ochre, "
        "burnt orange, tobacco, carrot, caramel, chestnut, coral, salmon"
    ),
    "amber": "amber, honey, honeyed, ambery, whisky, tungsten orange, yellow orange, orange yellow",
    "gold": "gold, golden, goldish, yellow gold, mustard, straw, golden yellow",
    "yellow": (
        "yellow, yellowish, yellowy, yellowed, yellowing, lemon, yellowness, jaundiced, creamy, "
        "cream, sodium, "
        "yellow-ish, ivory, butter, buttery, canary"
    ),
    "lime": (
        "lime, chartreuse, yellow green, yellowish green, green yellow, acid green, olive, "
        "yellowy green"
    ),
    "green": (
        "green, greenish, greeny, greenness, sickly green, forest green, green-ish, bottle green"
    ),
    "emerald": "emerald, jade, bluish green, mint, minty, sea green, seafoam",
    "teal": (
        "teal, tealish, teal-ish, petrol, green blue, blue green, turquoise, greenish blue, "
        "bluegreen"
    ),
    "cyan": "cyan, aqua, cyanish, aquamarine, cyan-ish",
    "azure": "azure, light blue, baby blue, powder blue, cerulean, steel blue",
    "blue": (
        "blue, bluish, blueish, blueness, navy, cobalt, sapphire, ultramarine, blue-ish, "
        "electric blue, denim, moonlight blue, slate, deep blue, dark blue, midnight blue"
    ),
    "violet": (
        "violet, purple, purplish, purply, lavender, indigo, lilac, mauve, purple-ish, plum, "
        "aubergine, blue violet, grape"
    ),
    "magenta": "magenta, fuchsia, magentas, hot pink, pinkish purple, cerise",
    "pink": "pink, pinkish, pinky, rosy, pink-ish, bubblegum, blush, pinkness, salmon pink",
    "rose": "rose, rose coloured, rose-tinted, raspberry",
}

# A colour named as a cast: "a green cast", "orange haze".
CASTS = (
    "cast, casts, tone, tones, tinge, tinged, hue, wash, colour cast, toned, tinted, toning, "
    "colour tone, glow, glowing, overlay, shade of, undertone, undertones, overtone, bias, "
    "colour shift, filter, gel, veil, tonality, sheen, patina, colour bias"
)

# Where in the frame: a LUT cannot know it.
SPATIAL = (
    "background, foreground, backdrop, left, left side, right side, corner, corners, edges, edge, "
    "bottom left, top left, bottom right, top right, centre, upper part, lower part, top half, "
    "bottom half, left half, right half, left hand side, right hand side, behind, "
    "middle of the frame, borders, border, sides, around the edges, upper half, lower half, "
    "surroundings"
)

# Things without a colour of their own.
OBJECTS = (
    "car, cars, dress, shirt, wall, walls, building, buildings, house, door, table, dog, cat, "
    "dogs, cats, bird, birds, horse, boat, bike, bicycle, truck, bus, road, street, floor, chair, "
    "sofa, jacket, hat, tie, suit, shoes, flower, flowers, food, plate, cup, bottle, glass, logo, "
    "sign, animal, animals, mountain, mountains, rock, rocks, sand, ball, train, plane, airplane, "
    "phone, book, cake, pizza, bridge, roof, ceiling, room, clothes, clothing, jersey, umbrella, "
    "statue, fence, curtain, sun, moon, stars, object, objects, taxi, cab, coat, scarf, balloon, "
    "balloons, van, boots, boot, gloves, bag, apple, tomato, kite, lantern, poster, mug, guitar, "
    "piano, tent, skirt, jeans, sweater, hoodie, cap, helmet, tractor, ferry, tower, bench, vase, "
    "lamp post, petals, roses, dragon, ufo, wedding dress, dresses, shirts, jackets, "
    "golden retriever, golden retrievers, lamp, neon sign, neon signs, boats, trucks"
)
