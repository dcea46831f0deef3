"""Whether words move a picture the way that they say."""
