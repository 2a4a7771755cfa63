from hypothesis import settings

# The same examples on every run, and no deadline: tests that write files share slow machines.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.load_profile("steady")
