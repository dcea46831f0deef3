"""The words of other languages that plain wishes are made of: more, less, without, and qualities.

French, German, Spanish, Italian, Portuguese and Dutch, no more than single wishes need. Accents do
not count; a word that English has with another meaning is left to English.
"""

from __future__ import annotations

from collections.abc import Mapping

from core.words.items import LARGER, Kind, Sense

_ROWS: Mapping[tuple[Kind, str, int], str] = {
    ("direction", "more", 1): (
        "plus de, plus d, davantage de, davantage, encore plus, mehr, mas, mas de, piu, mais, meer"
    ),
    ("direction", "less", -1): (
        "moins de, moins d, moins, weniger, menos, menos de, meno, minder"
    ),
    ("direction", "strong", 1): (
        "augmenter, augmente, monte, monter, releve, releves, relevee, relevees, relever, remonte, "
        "remonter, debouche, deboucher, renforce, renforcer, erhohe, erhohen, anheben, angehoben, "
        "angehobene, angehobenen, angehobener, hebe, heb, verstarke, verstarken, verstarkt, "
        "aumenta, aumentar, sube, subir, levanta, levantar, levantado, levantados, levantadas, "
        "realza, realzar, alza, alzare, alzati, alzate, sollevati, sollevate, solleva, sollevare, "
        "aumentare, aumente, levante, elevados, verhoog"
    ),
    ("direction", "strong", -1): (
        "diminuer, diminue, reduire, reduis, baisse, baisser, enleve, enlever, supprime, "
        "supprimer, attenue, attenuer, senke, senken, verringere, verringern, reduziere, "
        "reduzieren, absenken, abgesenkt, abgesenkte, abgesenkten, entferne, entfernen, weg mit, "
        "nimm weg, baja, bajar, reducir, reduce la, quita, quitar, elimina, eliminar, riduci, "
        "ridurre, diminuisci, abbassa, abbassare, togli, togliere, rimuovi, rimuovere, reduzir, "
        "diminuir, tirar, retire, remova, remover, verlaag"
    ),
    ("not", "", 1): (
        "sans, pas de, pas, ne pas, aucun, ohne, nicht, kein, keine, keinen, senza, non, sem, "
        "nao, zonder, niet, geen, ningun, sin, sin el, sin la, sin los, sin las"
    ),
    ("too", "", 1): "trop de, trop, zu, zu viel, demasiado, demasiada, troppo, troppa, demais, te",
    ("so", "", 1): "si, aussi, tan, cosi, tao",
    ("keep", "", 1): (
        "garde, garder, gardez, conserve, conserver, preserve la, behalte, behalten, bewahre, "
        "manten, mantener, conserva, conservar, mantieni, mantenere, mantenha, manter, behoud, "
        "ne touche pas, lass, lassen, schutze, schutzen, schone, schonen, erhalte, erhalten, "
        "proteger, protege, protegez, respecte, respeta, respetar, proteggi, proteggere, "
        "preserva, preservar, preservare, proteja, bescherm"
    ),
    ("keep", "except", 1): (
        "sauf, excepte, hormis, ausser, excepto, salvo, tranne, eccetto, behalve"
    ),
    ("quality", "temperature", 1): (
        "chaud, chaude, chauds, chaudes, rechauffer, rechauffe, caldo, calda, caldi, calde, "
        "scalda, scaldare, warmen, calido, calida, calidos, calidas, calienta, calentar, quente, "
        "quentes"
    ),
    ("quality", "temperature", -1): (
        "froid, froide, froids, froides, kalten, kuhlen, refroidir, refroidis, kalt, kalte, kuhl,"
        " kuhle, kuhler, "
        "frio, fria, frios, frias, enfria, enfriar, freddo, fredda, freddi, fredde, raffredda, "
        "koud, koude, kouder"
    ),
    ("quality", "exposure", 1): (
        "lumineux, lumineuse, clair, claire, eclaircir, eclaircis, helle, aufhellen, "
        "brillante, claro, clara, aclarar, aclara, luminoso, luminosa, chiaro, chiara, "
        "schiarisci, schiarire, licht, helder"
    ),
    ("quality", "exposure", -1): (
        "plus sombre, fonce, foncer, assombrir, assombris, dunkel, dunkle, abdunkeln, "
        "oscuro, oscura, oscurecer, oscurece, scuro, scura, scurisci, scurire, escuro, escura, "
        "escurecer, donker, donkere, donkerder"
    ),
    ("fault", "exposure", -1): "trop sombre",
    ("quality", "contrast", 1): "contraste fort, kontrastreich, contrastado, contrastato",
    ("quality", "saturation", 1): (
        "sature, saturee, satures, gesattigt, farbenfroh, bunt, satt, saturado, saturada, "
        "saturato, saturata, colore vivo, colorido, verzadigd"
    ),
    ("quality", "saturation", -1): (
        "desature, desaturer, entsattigt, entsattigen, desaturado, desaturar, desaturato, "
        "desaturare, dessaturado"
    ),
    ("quality", "soft", 1): (
        "doux, douce, douces, weich, weiche, sanft, suave, morbido, morbida, zacht"
    ),
    ("quality", "mono", 1): (
        "noir et blanc, en noir et blanc, ohne farbe, ohne farben, sans couleur, sans couleurs, "
        "sin color, senza colore, senza colori, sem cor, zonder kleur, schwarzweiss, "
        "schwarz weiss, blanco y negro, bianco e nero, preto e branco, zwart wit"
    ),
    ("noun", "contrast", 1): "contraste, kontrast, contrasto",
    ("noun", "saturation", 1): "sattigung, saturacion, saturazione, saturacao, verzadiging",
    ("noun", "exposure", 1): (
        "exposition, luminosite, lumiere, helligkeit, belichtung, exposicion, brillo, luz, "
        "esposizione, luminosita, luce, exposicao, brilho, belichting, helderheid"
    ),
    ("noun", "temperature", 1): (
        "chaleur, balance des blancs, warme, weissabgleich, farbtemperatur, calidez, calor, "
        "balance de blancos, calore, bilanciamento del bianco"
    ),
    ("colours", "colours", 1): (
        "couleurs, couleur, farben, farbe, colores, colori, colore, cores, kleuren"
    ),
    ("thing", "skin", 1): (
        "peau, visage, visages, haut, gesicht, gesichter, piel, cara, pelle, viso, pele, huid, "
        "hauttone, hauttonen, hautfarbe, tons chair, teint, carnations, tonos de piel, incarnato, "
        "incarnati, toni della pelle, tons de pele, rosto, huidtinten"
    ),
    ("thing", "sky", 1): "ciel, himmel, cielo, ceu, lucht",
    ("tone", "shadows", 1): (
        "ombres, ombre, schatten, sombras, ombra, schaduwen, basses lumieres, baixas luzes, "
        "zonas oscuras"
    ),
    ("tone", "highlights", 1): (
        "hautes lumieres, lichtern, lichter, spitzlichter, glanzlichter, luces, altas luces, alte"
        " luci, luci, altas luzes, "
        "hooglichten"
    ),
    ("tone", "blacks", 1): (
        "noirs, schwarzen, negros, neri, pretos, schwarztone, schwarztonen, schwarzwerte, "
        "schwarzwerten, schwarzwert, schwarzpunkt, tiefste schatten, noirs profonds"
    ),
    ("tone", "whites", 1): (
        "blancs, weissen, blancos, bianchi, brancos, weisstone, weisstonen, weisspunkt, weiss"
    ),
    ("tone", "mids", 1): (
        "mitten, mitteltone, mitteltonen, tons moyens, demi teintes, medios, tonos medios, "
        "medios tonos, mezzitoni, toni medi, medi, meios tons, tons medios, middentonen"
    ),
    ("colour", "red", 1): (
        "rouge, rouges, rot, rote, roten, rojo, roja, rojos, rosso, rossi, rossa, vermelho, rood, "
        "rotstich"
    ),
    ("colour", "yellow", 1): (
        "jaune, jaunes, gelb, gelbe, gelben, amarillo, amarilla, amarelo, giallo, giallastro, "
        "geel, "
        "gelbstich, jaunatre"
    ),
    ("colour", "green", 1): (
        "vert, verte, verts, grun, grune, grunen, grunlich, verde, verdes, verdi, groen, "
        "grunstich, "
        "verdatre, verdoso, verdastro"
    ),
    ("colour", "blue", 1): (
        "bleu, bleue, bleus, blau, blaue, blauen, blaulich, azul, azules, azulado, azzurro, blu, "
        "blauw, blaustich, bleute"
    ),
    ("colour", "orange", 1): "naranja, arancione, laranja, oranje",
    ("colour", "violet", 1): "lila, morado, viola, roxo, paars",
    ("join", "and", 1): "et, und, y",
    ("join", "hard", 1): "mais que, aber, pero",
    ("join", "with", 1): "avec, mit, con, com",
    ("in", "", 1): (
        "dans, dans les, im, ins, in den, nelle, nei, nelle ombre, nas, nos, en los, en las, aux, "
        "vers le, vers les"
    ),
    ("to", "", 1): "vers, hacia, verso, richtung, naar",
    ("cast", "", 1): (
        "dominante, dominantes, stich, farbstich, matiz, teinte, ton, tono, tonos, toni, tom, "
        "tons, "
        "tonalidad, tonalita, tonalite, nuance"
    ),
    ("colour", "magenta", 1): "magentastich",
    ("colour", "teal", 1): "turkis, petrol farben, verde azulado, ottanio, bleu canard",
    ("quality", "fade", 1): (
        "ausgewaschen, verwaschen, verblasst, delave, delavee, voile, lavado, lavada, desbotado, "
        "sbiadito, sbiadita, slavato, mat, matte look"
    ),
    ("quality", "crush", 1): (
        "abgesoffen, abgesoffene, abgesoffenen, zugelaufen, bouche, bouches, bouchees, empastado, "
        "empastados, empastadas, aplastados, chiusi, chiuse, schiacciati, schiacciate, esmagados, "
        "esmagadas, fechados"
    ),
    ("quality", "blow", 1): (
        "ausgefressen, ausgefressene, ausgefressenen, cramees, crame, brulees, brule, reventadas, "
        "quemadas, quemado, quemados, bruciate, bruciati, bruciato, estouradas, estourados, "
        "estourado"
    ),
    ("quality", "depth", 1): "tief, tiefe, tiefen, tiefer, tiefere, profond, profonds, profundo, "
    "profundos, profundas, profondi, profonde, profondo",
    ("direction", "particle", 1): (
        "hoch, rauf, rauf damit, nach oben, vers le haut, arriba, su, acima"
    ),
    ("direction", "particle", -1): (
        "runter, herunter, nach unten, vers le bas, abajo, giu, abaixo, zuruck"
    ),
    ("whole", "", 1): "bild, das bild, l image, la imagen, immagine, imagem",
    ("filler", "", 1): (
        "de, du, des, le, la, les, l, une, der, das, dem, den, ein, eine, einen, el, los, "
        "las, una, il, lo, gli, di, os, o, het, een, image, bild, imagen, immagine, imagem, foto, "
        "rends, rendre, mach, mache, bitte, haz, rendi, rendilo, maak, es, che"
    ),
}  # fmt: skip
_DEGREES: Mapping[float, str] = {
    0.6: (
        "un peu, legerement, etwas, ein bisschen, bisschen, ein wenig, leicht, un poco, un po, um"
        " pouco, "
        "een beetje"
    ),
    1.5: "tres, sehr, viel, mucho, muy, molto, muito, erg, beaucoup, beaucoup plus, viel mehr",
}  # fmt: skip
_COMPARED: Mapping[tuple[str, int], str] = {
    ("temperature", -1): "kalter, kuhler",
    ("exposure", -1): "dunkler",
    ("contrast", 1): "kontrastreicher",
    ("saturation", 1): "satter, bunter, gesattigter",
    ("soft", 1): "weicher, zachter",
}


def rows() -> list[tuple[str, Sense, bool]]:
    """The words with their senses; none of them is inflected."""
    told = [
        (words, Sense(kind, value, sign), False) for (kind, value, sign), words in _ROWS.items()
    ]
    told += [(words, Sense("degree", number=share), False) for share, words in _DEGREES.items()]
    told += [
        (words, Sense("quality", value, sign, LARGER), False)
        for (value, sign), words in _COMPARED.items()
    ]
    return told
