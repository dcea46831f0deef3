"""How the network that says what is where in a picture is trained."""
