"""Files from outside, read where they can do no harm. Nothing here knows what a file is about."""

from congthu.hostile.child import Limits, UnreadableFile, read_bounded

__all__ = ["Limits", "UnreadableFile", "read_bounded"]
