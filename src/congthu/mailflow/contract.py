"""What may mail programs read? The text of ``contract.sql``, which `up` applies."""

from pathlib import Path

CONTRACT = Path(__file__).with_name("contract.sql")


def contract_sql() -> str:
    """Return the statements that make the schema ``mail`` anew; to be run by its owner in one transaction."""
    return CONTRACT.read_text("utf-8")
