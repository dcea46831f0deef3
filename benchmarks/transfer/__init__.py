"""How well a look is carried from a still to a shot: protocols A to D, with peers."""
