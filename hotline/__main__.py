"""`python -m hotline`: the command, where its script is not on the path."""

from hotline.cli import main

main()
