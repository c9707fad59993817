"""`rolebook register`: its commands under one word."""

from rolebook.cli.common import family
from rolebook.cli.register import care, copies, entries, paper, proof
from rolebook.cli.register.options import begin

register = family()
register.callback()(begin)
register.add_typer(entries.commands)
register.add_typer(paper.commands)
register.add_typer(proof.commands)
register.add_typer(care.commands)
register.add_typer(copies.commands)

commands = family()
commands.add_typer(register, name="register", help="Who must acknowledge what, who has, and the proof.")
