"""The small words that hold a wish together: more and less, not and without, in and to, fillers."""

from __future__ import annotations

from collections.abc import Mapping

# Verbs and adverbs of direction. "Weak" verbs give way to a particle: "push ... down".
DIRECTIONS: Mapping[str, str] = {
    "strong+": (
        "increase, raise, boost, lift, add, enhance, elevate, heighten, amplify, intensify the, "
        "bump, bump up, crank, crank up, ramp up, pump up, jack up, turn up, dial up, bring up, "
        "push up, kick up, lift up, raise up, step up, hike, hike up, improve, apply, emphasise, "
        "emphasize, accentuate, bring out, introduce, inject, put, put in, throw in, strengthen, "
        "reinforce, sprinkle, infuse, expand, extend, augment, plus, maximise, maximize, give, "
        "dialled/dialed/turned/pushed/brought/pulled up, "
        "mix in, blend in, bring in, put back, exaggerate, double up, build up, insert, open up, "
        "open, expose, lean into, go for, rise, pour in"
    ),
    "strong-": (
        "decrease, reduce, lower, cut, cut down, cut back, drop, remove, lessen, kill, tone down, "
        "turn down, dial down, dial back, dial it back, dial it down, bring down, pull down, "
        "pull back, pull out, take out, take away, take down, take back, knock down, knock back, "
        "back off, ease off, ease, minimise, minimize, get rid of, eliminate, lose, strip, "
        "strip out, diminish, scale back, drag down, shave off, step down, ramp down, counter, "
        "counteract, neutralise, neutralize, cancel, subtract, suppress, temper, attenuate, "
        "minus, clean up, clean out, wipe out, rid of, weaken the, hold down, sink, push down, "
        "subtle down, damp, dampen, trim, limit, restrain, tone it down, dull the, "
        "do something about, do something with, deal with, take care of, compensate for, "
        "compensate, correct for, fight, discard, erase, delete, avoid too much, "
        "dialled/dialed/turned/pulled/knocked/brought/taken/toned down/back, "
        "turn off, drain out, moderate the, fall, shrink, combat, offset the, nix, cut out, "
        "ditch, lowest, lowered, lowering, must go, needs to go, need to go, has to go, "
        "have to go, should go, ought to go, has got to go"
    ),
    "weak+": (
        "print, push, turn, dial, move, change, shift, nudge, adjust, set, tweak, go, edge, "
        "steer, bias, skew, drive, rotate, swing, tip, slide, get, send, bring, take, put, grade, "
        "toss, toning, tinge, color grade"
    ),
    "weak-": "pull, knock, drag, draw, rein",
    "particle+": "up, over, upwards, higher up, upward",
    "particle-": "under, down, back, out, off, downwards, lower down, away, downward",
    "more+": (
        "more, extra, additional, added, increased, higher, further, bigger, greater, high, "
        "highest, even more, a more, plenty more, most, better, improved, larger"
    ),
    "less-": (
        "less, low, lowest, lesser, fewer, smaller, reduced, least, minimal, minimum, hardly any, "
        "barely any, even less, a less, not as much, not so much, not that much, a lot less of, "
        "lower, too much of a, without so much, not too much, not much, nearly no, almost no, "
        "nearly zero"
    ),
    "lack+": (
        "need, could use, could do with, lack, missing, in need of, wants more, not enough, "
        "too little, could have, short on, short of, deserves, requires, want more, calls for, "
        "losing, lost, loses, insufficient, isnt enough, not sufficient, should have, "
        "would benefit from, "
        "benefit from, devoid of, without enough, must have"
    ),
}

NOT = (
    "not, no, without, cannot, can not, couldnt, "
    "dont, do not, never, avoid, isnt, arent, shouldnt, doesnt, wont, cant, "
    "neither, nor, wasnt, is not, are not, should not, does not, must not, no more, minus the, "
    "sans, zero, none of, free of, instead of, rather than, havent, mustnt, wouldnt, werent, "
    "aint, nothing, not any, never ever, dont want, do not want, i dont want, hate"
)
SO = "so, that, this, as, quite so, nearly so, all that, such a, such, quite that, quite as"
TOO = (
    "too, overly, excessively, far too, way too, a bit too, a little too, much too, unnaturally, "
    "unpleasantly, too much, excessive, insanely too, unbearably, overwhelmingly, painfully, "
    "so very, slightly too, a tad too, a touch too, somewhat too, rather too, a lot too, "
    "hate how, i hate how, dont like how, i dont like how, do not like how, cant stand how, "
    "too damn, super too, quite too, really too"
)
COPULA = (
    "made, theyre, hes, shes, is, are, its, look, looks, looking, looked, seem, seems, feel, "
    "feels, feeling, appears, appear, came out, turned out, come out, comes out, turn out, was, "
    "were, has become, became, reads, read, has gone, have gone, has, have, theres, there is, "
    "there are, has got, have got, got, im getting, ive got, thats, im seeing, i see, i feel, "
    "i find, i think, youve got, kinda looks, gone, ended up, went, being, skews, leans, "
    "is reading, are reading, reading, reading as, reads as, is looking, are looking, turned, "
    "had, ruined, ruins, spoiled, spoils, wrecked, messed up"
)
WANT = (
    "make, want, should, let, lets, needs to be, need to be, should be, would like, id like, "
    "wish, want it, make it, make it look, so it looks, so that it looks, so it feels, give it a, "
    "needs to look, needs to feel, need to feel, need to look, should look, should feel, until, "
    "until it, to look, to feel, to be, to have, so it is, could be, could look, could feel, "
    "can be, can it be, prefer, id prefer, would prefer, must be, will look, would look, to make, "
    "making, makes, has to be, gotta be, ought to be, want a, where the, whose, love, "
    "could we have, can we have, can i have, may i have, looking for, going for, aim for, "
    "aiming for, im after, turn it, render, please have, could the, can the, have the, get the, "
    "get it, want to see, like to see, hoping for, imagine, im looking for, i am looking for, "
    "id love, would love"
)
KEEP = (
    "keep, keeping, kept, preserve, protect, retain, maintain, leave, hold, spare, respect, "
    "intact, untouched, alone, stay, remain, unaffected, unchanged, unaltered, same, the same, "
    "as is, as are, as it is, as they are, as it was, where they are, where it is, safeguard, "
    "constant, the way it is, the way they are, how it is, how they are, stays, remains, "
    "look after, be careful with, careful with, watch out for, lock, shield, ignore, "
    "i like the, i like how, i love the, i love how, i really like the, i really love the, "
    "we like the, we love the, i like that, we like how, we love how, i really like how"
)
EXCEPT = (
    "except, except for, apart from, excluding, everything but, all but, other than, save for, "
    "exempt, aside from, exclude, with the exception of, everything except, everything apart from"
)
IN = "in, into, to the, on, onto, of, from, for, within, inside, for the, at, among, across"
TO = "to, toward, towards, into, in the direction of, until they are, for a, over to"
AWAY = "away from, far from, further from, farther from, further away from, farther away from"
THEM = "them, they, these, those, their, both, those ones, em, both of them, all of them"
IT = "it, this, that, itself, this one, one"
SET = "to, at"
THAN = "than, compared, compared to, compared with, relative to, versus, vs"

NO_CHANGE = (
    "no change, no changes, dont change anything, dont change it, do not change anything, "
    "leave it, leave it alone, leave it as is, leave it as it is, leave as is, leave as it is, "
    "as is, leave it be, leave it like this, leave it like that, keep it as is, keep it as it is, "
    "keep as is, keep it like this, keep it like that, keep it exactly like this, "
    "keep it the same, keep it the way it is, do nothing, dont do anything, do not do anything, "
    "unchanged, no edit, no edits, no editing, no grade, no grading, no adjustment, "
    "no adjustments, fine as it is, fine as is, good as it is, good as is, perfect as it is, "
    "perfect as is, its fine, looks fine, looks good as it is, same as before, same as now, "
    "dont touch it, do not touch it, dont touch anything, dont alter anything, "
    "dont edit anything, dont edit it, its perfect, its perfect already, already perfect, "
    "leave everything as it is, leave everything, leave everything alone, "
    "keep everything as it is, keep everything the same, keep the original, original, "
    "keep original, as it is, stay as it is, should stay as it is, no look, no correction, "
    "nothing to do, nothing to change, none, nothing at all, zero change, hands off, "
    "i like it as it is, i like it the way it is, dont change a thing, change nothing, "
    "no modification, no modifications, identity, exactly the same, just leave it, "
    "keep exactly as is, undo, reset, revert, start over, undo everything, reset everything, "
    "bypass, its good, its good as it is, all good, no need to change anything, stay the same, "
    "dont do a thing, do not edit/change/touch/grade/alter this/it/anything, "
    "dont edit/change/touch/grade/alter this/it/anything"
)

# Corrections that depend on the picture: the balance of the shot, not the look.
CORRECTIONS = (
    "auto, auto colour, auto levels, auto tone, auto correct, autocorrect, correct, fix, repair, "
    "rebalance, normalise, normalize, balance, colour correct, colour correction, correction, "
    "properly exposed, restore, sort out, neutral, auto white balance, fix up, "
    "white balance is/looks/seems off/wrong, wb is/looks off/wrong, colour balance is/looks off, "
    "colours are/look off/wrong, colour is off/wrong, "
    "remove/kill/fix/neutralise/neutralize/correct the/any/this/that colour cast/casts/tint/shift, "
    "get rid of the/any/this/that colour cast/casts/tint/shift, "
    "no/without/zero colour cast/casts/tint, no/without cast/casts, without a/any colour cast, "
    "no/without any cast/casts, normal, "
    "colour/colours/picture/photo/image is/are/looks/look not good/right/nice/great/correct"
)

# What is said in a figure, by the plain words that it stands for.
IDIOMS: Mapping[str, str] = {
    "skin too red": (
        "sunburned, sunburnt, like a lobster, like lobsters, like a tomato, like tomatoes, flushed"
    ),
    "skin too orange": (
        "like an oompa loompa, like oompa loompas, oompa loompa, like a carrot, like carrots"
    ),
    "skin too yellow": "jaundiced, like a simpson, like the simpsons, like simpsons",
    "skin too blue": "like a smurf, like smurfs, like the smurfs",
    "skin too pale": "like a ghost, like ghosts, like a vampire, like vampires, like a corpse",
}

JOINS: Mapping[str, str] = {
    "and": "and, &, +, /, n, as well as, along with, together with, also, plus, and also",
    "or": "or, nor",
    "with": "with, having, featuring, plus some, over, against, alongside, and with, paired with",
    "hard": (
        "but, while, then, yet, though, although, however, whilst, whereas, because, since, "
        "and then, but also, only that, so that, and please, unless, even though, when, "
        "after that, afterwards, next, finally, first, except that, thats why, that way"
    ),
}

FILLERS = (
    "a, an, the, please, pls, plz, could, can, would, will, you, your, i, im, id, ill, me, my, "
    "mine, we, us, our, he, she, his, her, hers, him, like, just, only, maybe, perhaps, think, "
    "thing, things, thanks, thank, thank you, hi, hey, hello, ok, okay, well, so, as, still, now, "
    "here, there, at all, again, also, too, do, does, did, done, be, been, am, was, go, going, "
    "went, use, using, used, try, trying, bit, much, any, anything, something, somehow, someone, "
    "what, which, who, how, why, where, lets, shall, may, might, must, ought, possible, possibly, "
    "if, else, than, version, client, director, producer, dop, boss, says, said, perfect, "
    "awesome, edit, edits, editing, editor, graded, grading, colourist, result, output, effect, "
    "effects, style, look, looks, feel, feeling, vibe, mood, sense, kind, type, sort, way, "
    "general, generally, actually, basically, literally, honestly, simply, bit of, good, nice, "
    "nicer, nicely, great, better, best, beautiful, lovely, pretty, amount, amounts, level, "
    "setting, settings, slider, value, values, area, areas, part, parts, region, regions, zone, "
    "side, overall, appearance, quality, from, of, in, on, at, by, for, with, into, onto, about, "
    "around, upon, between, during, through, whole, all, every, each, both, same, such, other, "
    "another, own, very own, by the, it, its, this, that, these, those, them, they, their, some, "
    "few, many, most, anyway, anyhow, since, bring, work, help, happy, ask, asking, request, "
    "wondering, wonder, tell, show, see, look at, time, once, today, always, ever, never mind, "
    "really, exactly, already, yet, even, either, seems to me, to me, for me, in my opinion, imo, "
    "little, difference, different, differences, change, changes, changed, adjustment, "
    "adjustments, adjust, tweak, tweaks, have, has, had, having, give, gives, given, giving, put, "
    "puts, say, know, sure, yes, yeah, yep, no problem, everybody, nobody, everyone, real, "
    "reality, real life, lifelike, sake, hard to see, viewer, stuff, lot, tone, tones, toned, "
    "tonal, tonality, tonally, seen, appear, appears, right now, right, dear, sir, team, guys, "
    "friend, kindly, quick, quickly, asap, mate, dude, man o man, ah, oh, um, uh, hmm, lol, haha, "
    "wow, u, ur, r, s, t, m, d, ll, ve, re, one, ones, themselves, itself, myself, yourself, "
    "till, until, before, after, too much like, current, currently, existing, present, presently, "
    "original, originally, previous, previously, whatever, though, point, and so on, etc, e, g, "
    "eg, ie, as if, as though, anyone, anything else, part of, end, ends, both ends, front, wise, "
    "due, because, certain, particular, particularly, especially, mainly, mostly, "
    "generally speaking, believe, guess, suppose, wanted, wants, wanting, like to, weve, youre, "
    "dont, didnt, to, be able to, able, easily, easy, come, comes, coming, goes, gone, gets, "
    "getting, got, strength, intensity, opacity, "
    "straight out of camera, straight out of the camera, straight from camera, out of camera, "
    "sooc, no more than, not more than, at most, at the most, definitely, definately, approx, "
    "approximately, roughly, circa, fine, match, matching, gimme, "
    "to the eye, to the naked eye, my eyes hurt, hurts my eyes, hurt my eyes, in my eyes, "
    "to my eye, "
    "easy on the eyes, in real life, in person, spot on, on point, camera, cameras, iphone, "
    "shade of a tree, in the shade of a tree, standing, sitting, filmed, "
    "lovely, favourite, ugly, horrible, awful, terrible, annoying, distracting, caused, led, "
    "obviously, supposed, taken, shooting, recorded, weird, wrong"
)

# Said of the present state after "than": "warmer than now".
SEPARATORS = frozenset(".;!?()[]{}|…")
COMMA = frozenset(",，、")
