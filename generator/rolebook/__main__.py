"""`python -m rolebook`."""

from rolebook.cli import main

main()
