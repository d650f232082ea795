"""What holds for every test."""

from hypothesis import settings

settings.register_profile("steady", deadline=None)  # a machine that is busy with other work fails no law
settings.load_profile("steady")
