"""LUT files of every dialect, against OpenColorIO and FFmpeg."""
