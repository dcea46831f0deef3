"""Words that slips of the pen are mended to in short words, and words that are no slips.

The first are what a sentence about a grade says most; the second are everyday words one letter
away from a word of the grammar.
"""

from __future__ import annotations

# Of five or six letters; one letter wrong, or left out, is forgiven in these.
_COMMON = """
    amber black blacks blown bluer blues bluish boost bright brown clean clear colder colour
    cooler crisp crush darken darker deeper duller faded foggy gamma golden green greens greys
    highs hotter level levels lifted light little lower matte muted orange pastel pinker punchy
    purple raise raised redder reduce richer sepia shadow slight soften softer sunny tones touch
    violet vivid warmer warmth white whites yellow
"""
_REAL = """
    address airlines aliens allied allies almond amer appeal apples author backs bales banking
    banter barley barney baron barrel battery bauer beaches behold beings below beware binding
    blades blake blank bleak blended blender bless blocks blond blooms boast boiled boiler
    bonding books booth boring boulder bounce bowen bowler brains branded branding brands breach
    brides brighton brilliant broken bronx brow brows browse browser brunch brushes bunker
    burner buses buster butler buyer byron calendar called camera cameras camper cancelled
    cancer cannon captain caramel carton caution cedar cesar chance chances charge charged
    charger charges charity checks cheeky cheers cheese childrens chilli chopped chris chrome
    clan clans clare clark clerk closed closer closes closest closure college compare compares
    completion containers continued contract contracts controlled controller cooked cooker
    copies counted counties country couples cracked cracker cracks crash crashed crashes cries
    cris crisis cruise cruiser crust curved curves cutest cyrus dapper darren dealer dearest
    deaths dedicated define denied denies dennis dental dented denver depends derived desert
    deserve deserved dominate dominated donkey doubles drinks driven drivers dumped duties
    easier easiest easter eighth elevator eleven excerpt extent faced faction failed fallen
    famed family father feeding feelings fighters filmed finest fitness flakes flames flight
    flights forces forests forget forrest foster fraser frontier gallon gardens gardner gemma
    genesis giants glazed glitter golfer grande granny grapher graphs graves grays greed greek
    greene greer greet greets growing harness harper harvest hating hatred headed header heaven
    hitter holder holders hosted hundreds identify imagined impacts incredible infected insect
    insects insider intended interns invent invented invest keeper killer killers leader leaked
    learns leigh lesson lessons lester leven lever lightning likely limited listed litter loaded
    lonely losers losses lover lovers lowe lowed lowry luther makers manner mantle marking mated
    mateo mater matter matters mattress matty meadows merger midtown midwest miller minded
    miners minster minute minutes mission missions mister models modest monroe monster mother
    movies needle neural nicest oceans opened opener painted painter paints paste patel patrol
    pearson persona planes planet planets plates pointed popped potter preach prison profound
    project projected projects promise property protector protest protests pumping puppies
    quartet racial radical raider raids rails raine rains reader readings realty reasonable
    recall refined reigns relive remind reminded reminder reminds remote repeal replaced require
    resume retail retired revolution rinse risen rivera rivers roasted rogers roster rotten
    routes ruined runner sacred safely saloon samuel saturday saturn scared screams season
    seasons seated secure secured settle settled seventh sewing shaved shirts shoulders showed
    shower shrine sight sights signed singer singers singles singly slaves slayer sleeps smiles
    smiley smoked smoothie snapped sonny sorted spaces sparks spears speeds spends spider spread
    staged states statues steele stephen stepped stickers sticking stitch stranger streak
    streams striker string strings stripe striped stripes structures summary superb supper
    survey surveys swimmer tablet talents talked taller tallest tanker teamed teaser teenth
    teller temple temples tens thames themes thinks thirst thirsty thought thousands thrive
    tigers timely tinder titled toasted toes toner tonne tonnes toons topped torch totes tough
    towns trance tricks tunes tuning turkish velvet violent volumes waite walked walker wasted
    weaver weekly weighs weights whiskey whit whyte wished wondered wright write writer writers
    writes
"""
COMMON, REAL = frozenset(_COMMON.split()), frozenset(_REAL.split())
