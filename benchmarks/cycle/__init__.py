"""One cycle of checks over local pages, beside other programs that watch pages."""
