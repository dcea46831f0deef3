"""Blind preference panels: which of two results would a client take who asked for this look?"""
