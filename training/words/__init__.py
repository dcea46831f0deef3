"""The look lexicon at work: sheets to look at, checks, fits and the named-looks figures."""
