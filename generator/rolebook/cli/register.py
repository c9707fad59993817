"""`rolebook register`: its commands under one word."""

from rolebook.cli import register_care, register_entries, register_paper, register_proof
from rolebook.cli.common import family

register = family()
register.add_typer(register_entries.commands)
register.add_typer(register_paper.commands)
register.add_typer(register_proof.commands)
register.add_typer(register_care.commands)

commands = family()
commands.add_typer(register, name="register", help="Who must acknowledge what, who has, and the proof.")
