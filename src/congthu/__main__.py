"""``python -m congthu`` is the ``congthu`` command."""

from congthu.cli.main import main

main()
