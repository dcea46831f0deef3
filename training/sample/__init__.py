"""How the shipped sample of `core/demo` is made: a small ray caster, two scenes, one command."""
