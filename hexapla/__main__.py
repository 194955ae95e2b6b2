"""``python -m hexapla`` is the command ``hexapla``."""

from hexapla.command_line import main

main()
