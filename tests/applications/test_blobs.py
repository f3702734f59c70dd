"""Every table that names sealed bytes is asked before they are swept."""

from sqlmodel import SQLModel

from app import tables

ASKED = {"uploads", "attachments"}


def test_no_other_table_names_sealed_bytes():
    assert tables.ALL
    naming = {
        table.name
        for table in SQLModel.metadata.tables.values()
        if any("blob" in column.name for column in table.columns)
    }
    assert naming == ASKED
